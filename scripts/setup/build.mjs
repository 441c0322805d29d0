import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf } from '../support/paths.mjs'
import { runQuietly } from '../support/run.mjs'

const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

const RESULTS = [
  'out/main/index.js',
  'out/main/engine.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

/**
 * Builds, unless what is there was built from these very sources.
 * @param {string} root
 */
export async function ensureBuilt(root) {
  const stamp = join(root, 'out', '.pixelloom-build')
  const sources = fingerprint(root)
  const complete = RESULTS.every((path) => existsSync(join(root, path)))
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  console.error('Building Pixelloom …')
  const { code, output } = await runQuietly(process.execPath, [commandOf('electron-vite'), 'build'], {
    cwd: root,
  })
  if (code !== 0) {
    throw new Error(`${output.trimEnd()}\nThe build failed, as told above: mend that, then run this again.`)
  }
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, sources)
}

/**
 * Stands for the sources as they are: another name, size or time of change of any file gives another one.
 * @param {string} root
 */
function fingerprint(root) {
  const files = SOURCES.flatMap((path) => filesUnder(root, path)).filter((path) => !/\.test\.ts$/.test(path))
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(join(root, file))
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return `${hash.digest('hex')}\n`
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(root, path) {
  const from = join(root, path)
  if (!existsSync(from)) return []
  if (!statSync(from).isDirectory()) return [path]
  return readdirSync(from, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
}
