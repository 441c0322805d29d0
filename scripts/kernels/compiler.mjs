import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { repositoryRoot } from '../support/paths.mjs'
import { runQuietly } from '../support/run.mjs'

/**
 * A C compiler. Zig builds for every system, clang for this one and for WebAssembly.
 * @typedef {{ kind: 'zig' | 'clang', command: string, version: string }} Compiler
 */

/** Where Zig keeps what it compiled of its own. */
const CACHE = join(repositoryRoot, '.cache', 'zig')

/**
 * The compiler that PIXELLOOM_CC names, any clang of 16 or newer; else Zig's from node_modules.
 * @returns {Promise<Compiler | { missing: string }>}
 */
export async function findCompiler() {
  const named = process.env['PIXELLOOM_CC']
  if (named) {
    const version = await versionOf(named, ['--version'])
    if (version && /clang/i.test(version)) return { kind: 'clang', command: named, version }
    return { missing: `PIXELLOOM_CC is "${named}", and that is no clang` }
  }
  const command = zigBinary()
  if (!command) return { missing: `the package @zigc/${process.platform}-${process.arch} is not installed` }
  const version = await versionOf(command, ['version'])
  return version ? { kind: 'zig', command, version } : { missing: 'Zig does not start on this machine' }
}

/**
 * Runs a compiler; throws what it said where it fails.
 * @param {Compiler} compiler
 * @param {readonly string[]} args
 */
export async function compile({ kind, command }, args) {
  mkdirSync(CACHE, { recursive: true })
  const env = { ...process.env, ZIG_GLOBAL_CACHE_DIR: CACHE, ZIG_LOCAL_CACHE_DIR: CACHE }
  const { code, output } = await runQuietly(command, args, { cwd: repositoryRoot, env })
  if (code !== 0) throw new Error(`${kind} ${args.join(' ')}\n${output.trimEnd()}`)
}

function zigBinary() {
  const { platform, arch } = process
  const file = `@zigc/${platform}-${arch}/bin/zig${platform === 'win32' ? '.exe' : ''}`
  try {
    const found = createRequire(import.meta.url).resolve(file)
    return existsSync(found) ? found : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function versionOf(command, args) {
  const { code, output } = await runQuietly(command, args, { cwd: repositoryRoot })
  return code === 0 ? output.trim().split('\n')[0] : undefined
}
