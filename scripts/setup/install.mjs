import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runQuietly } from '../support/run.mjs'

/** @typedef {Record<string, { version?: string, optional?: boolean }>} LockedPackages by their folder */

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i

/**
 * Installs what the lock file names, unless that is what is there.
 * No package here needs its install script: native code comes as an optional package for each platform.
 * @param {string} root
 */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.pixelloom-setup')
  const wanted = stampOf(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!isInstalled(root)) await install(root)
  writeFileSync(stamp, wanted)
}

/** @param {string} root */
function stampOf(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  // A folder moved to another kind of machine has the wrong native packages in it.
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`
}

/**
 * Whether the packages were installed by hand, just as the lock file has them. An installation that was
 * interrupted leaves no list of its own behind.
 * @param {string} root
 */
export function isInstalled(root) {
  const own = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(own)) return false
  const installed = packagesOf(own)
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([folder, { version, optional }]) => {
      const there = installed[folder]
      return folder === '' || (there ? there.version === version : optional === true)
    },
  )
}

/**
 * @param {string} lockFile
 * @returns {LockedPackages}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {}
}

/** @param {string} root */
async function install(root) {
  console.error('Installing what Pixelloom needs (a minute or two, once) …')
  const npm = findNpm()
  // Some tools declare newer versions of Node than they need; such warnings help nobody here.
  const args = ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund', '--prefer-offline']
  const { code, output } = await runQuietly(npm.command, [...npm.args, ...args], {
    cwd: root,
    shell: npm.shell,
  })
  if (code === 0) return
  const advice = UNREACHABLE.test(output)
    ? 'The npm registry could not be reached: connect this machine to it (npm config get registry says which it is), then run this again.'
    : 'npm ci failed, as told above: mend that, then run this again.'
  // npm ends some errors with all its options.
  throw new Error(`${output.split('npm error Usage:')[0]?.trimEnd() ?? ''}\n${advice}`)
}

/** The npm that runs this script, else the one that came with this Node, else whichever is on the path. */
function findNpm() {
  const node = dirname(process.execPath)
  const scripts = [
    process.env['npm_execpath'] ?? '',
    join(node, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(node, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const script = scripts.find((path) => path.endsWith('npm-cli.js') && existsSync(path))
  if (script) return { command: process.execPath, args: [script], shell: false }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}
