import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { commandOf } from '../support/paths.mjs'
import { runQuietly } from '../support/run.mjs'

const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

const STAMP = 'out/.pixelloom-build'

/** What a build leaves behind, whole. */
export const RESULTS = [
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
  const sources = fingerprint(root)
  if (isBuilt(root, sources)) return
  console.error('Building Pixelloom …')
  const { code, output } = await runQuietly(process.execPath, [commandOf('electron-vite'), 'build'], {
    cwd: root,
  })
  if (code !== 0) {
    throw new Error(`${output.trimEnd()}\nThe build failed, as told above: mend that, then run this again.`)
  }
  markBuilt(root, sources)
}

/**
 * Whether all results are there, built from sources with this fingerprint.
 * @param {string} root
 * @param {string} sources
 */
export function isBuilt(root, sources) {
  const stamp = join(root, STAMP)
  const complete = RESULTS.every((path) => existsSync(join(root, path)))
  return complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources
}

/**
 * Notes that what is there was built from sources with this fingerprint.
 * @param {string} root
 * @param {string} sources
 */
export function markBuilt(root, sources) {
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(join(root, STAMP), sources)
}

/**
 * Stands for the sources as they are: another name, size or time of change of any file gives another one.
 * @param {string} root
 */
export function fingerprint(root) {
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
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}
