// npm start [-- arguments]: sets up, builds and opens the app, in Electron where that can be, else in a
// browser. PIXELLOOM_SHELL=window or =browser leaves no choice. Arguments go to whichever opens.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findElectron, whyNoWindow } from './electron.mjs'
import { setUp } from './setup.mjs'
import { repositoryRoot } from './support/paths.mjs'
import { runInTerminal, runQuietly } from './support/run.mjs'

/** Electron is some 120 MB, from a place that not every network reaches. */
const DOWNLOAD_LIMIT_MS = 180_000

/** An Electron that ends by a signal this soon never opened its window. */
const OPENING_MS = 5_000

// No browser is opened by itself; whoever says so is told nothing new.
const args = process.argv.slice(2).filter((arg) => arg !== '--no-open')
const shell = process.env['PIXELLOOM_SHELL'] ?? ''
if (!['', 'window', 'browser'].includes(shell)) {
  console.error(`PIXELLOOM_SHELL is "${shell}"; set it to window or browser, or leave it out.`)
  process.exit(2)
}

await setUp()
const reason = shell === 'browser' ? undefined : await openWindow()
if (shell === 'window' && reason) {
  console.error(`No window can open: ${reason}.`)
  process.exit(1)
}
if (shell === 'browser' || reason) {
  if (reason) console.error(`Pixelloom opens in a browser instead of a window: ${reason}.`)
  await serve()
}

/**
 * Runs the app in Electron to its end.
 * @returns {Promise<string | undefined>} why it could not
 */
async function openWindow() {
  const hindrance = whyNoWindow()
  if (hindrance) return hindrance
  const electron = findElectron(repositoryRoot) ?? (await fetchElectron())
  if (!electron) {
    return process.env['ELECTRON_OVERRIDE_DIST_PATH']
      ? 'there is no Electron where ELECTRON_OVERRIDE_DIST_PATH points'
      : 'Electron could not be fetched'
  }
  const env = { ...process.env }
  // Set by some editors' terminals, it would make Electron a plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  const trial = await runQuietly(electron, ['--version'], { cwd: repositoryRoot, env, timeoutMs: 30_000 })
  if (trial.code !== 0)
    return `Electron does not start here (${trial.output.trim().split('\n').at(-1) ?? ''})`
  const start = performance.now()
  const { code, signal } = await runInTerminal(electron, [repositoryRoot, ...args], {
    cwd: process.cwd(),
    env,
  })
  const crashed = signal !== null && !['SIGINT', 'SIGTERM'].includes(signal)
  if (crashed && performance.now() - start < OPENING_MS) return `Electron ended at once, by ${signal}`
  process.exitCode = code
  return undefined
}

async function fetchElectron() {
  const installer = join(repositoryRoot, 'node_modules', 'electron', 'install.js')
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] || !existsSync(installer)) return undefined
  console.error('Fetching Electron (some 120 MB, once) …')
  const options = { cwd: repositoryRoot, timeoutMs: DOWNLOAD_LIMIT_MS }
  const { code } = await runQuietly(process.execPath, [installer], options)
  return code === 0 ? findElectron(repositoryRoot) : undefined
}

/** Becomes `pixelloom serve`, in this process, so that its Ctrl-C and its exit status are this one's. */
async function serve() {
  const cli = join(repositoryRoot, 'out', 'main', 'cli.js')
  process.argv.splice(1, Infinity, cli, 'serve', ...args)
  await import(pathToFileURL(cli).href)
}
