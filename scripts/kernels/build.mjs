import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryRoot } from '../support/paths.mjs'
import { compile } from './compiler.mjs'

/** @typedef {import('./compiler.mjs').Compiler} Compiler */
/** @typedef {import('./targets.mjs').Target} Target */
/** @typedef {import('./targets.mjs').WasmVariant} WasmVariant */

const SOURCES = join(repositoryRoot, 'src', 'kernels')
const NODE_API = join(repositoryRoot, 'node_modules', 'node-api-headers')

/** Errors of arithmetic are not asked for; NaN and infinity mean what they mean. */
export const FLAGS = ['-O3', '-std=c11', '-Wall', '-Wextra', '-Werror', '-fno-math-errno']
/** What memory and arithmetic may not do, looked for while the tests run. */
const SANITIZERS = ['-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined', '-shared-libsan']
/** All that 32 bits reach, but for a page, so that the number itself fits. */
const MOST_MEMORY = 65535 * 65536

/**
 * Builds a system's addon; nothing is left half-written.
 * @param {Compiler} compiler
 * @param {Target} target
 * @param {string} file where it goes
 * @param {{ sanitize?: boolean }} [options]
 * @returns {Promise<number>} its size in bytes
 */
export function buildAddon(compiler, target, file, { sanitize = false } = {}) {
  return intoPlace(file, async (folder) => {
    const zig = compiler.kind === 'zig'
    const common = [
      ...FLAGS,
      ...(zig ? ['-target', target.triple] : []),
      ...(target.windows ? [] : ['-fPIC']),
    ]
    const checks = sanitize ? SANITIZERS : zig ? ['-fno-sanitize=all'] : []
    const begin = zig ? ['cc'] : []
    const objects = []
    for (const { name, zigCpu, clangFlags } of target.sets) {
      const object = join(folder, `${name}.o`)
      const cpu = zig ? [`-mcpu=${zigCpu}`] : clangFlags
      const source = join(SOURCES, 'kernels.c')
      await compile(compiler, [
        ...begin,
        ...common,
        ...checks,
        ...cpu,
        `-DPL_SUFFIX=${name}`,
        ...['-c', source],
        ...['-o', object],
      ])
      objects.push(object)
    }
    const library = join(folder, 'pixelloom.node')
    const imports = target.windows ? [await importLibrary(compiler, target, folder)] : []
    await compile(compiler, [
      ...begin,
      ...common,
      ...checks,
      '-shared',
      ...(sanitize ? [] : ['-s']),
      ...(target.mac ? ['-Wl,-undefined,dynamic_lookup'] : []),
      ...['-I', join(NODE_API, 'include')],
      join(SOURCES, 'addon.c'),
      ...objects,
      ...imports,
      ...['-o', library],
    ])
    return library
  })
}

/**
 * Builds a WebAssembly module; nothing is left half-written.
 * @param {Compiler} compiler
 * @param {WasmVariant} variant
 * @param {string} file
 * @returns {Promise<number>} its size in bytes
 */
export function buildWasm(compiler, { features, shared }, file) {
  return intoPlace(file, async (folder) => {
    const zig = compiler.kind === 'zig'
    const target = zig
      ? ['cc', '-target', 'wasm32-freestanding', `-mcpu=generic+${features.join('+')}`, '-fno-sanitize=all']
      : ['--target=wasm32', ...features.map((feature) => `-m${feature.replace('_', '-')}`)]
    const module = join(folder, 'kernels.wasm')
    const exported = ['pl_run', 'pl_panel', 'pl_lanes', 'pl_abi_version', '__heap_base', '__stack_pointer']
    await compile(compiler, [
      ...target,
      ...FLAGS,
      ...['-s', '-nostdlib', '-Wl,--no-entry', '-Wl,--import-memory'],
      ...(shared ? ['-Wl,--shared-memory'] : []),
      `-Wl,--max-memory=${MOST_MEMORY}`,
      ...exported.map((name) => `-Wl,--export=${name}`),
      join(SOURCES, 'kernels.c'),
      ...['-o', module],
    ])
    return module
  })
}

/**
 * What a Windows library needs to know of the program that loads it.
 * @param {Compiler} compiler
 * @param {Target} target
 * @param {string} folder
 */
async function importLibrary(compiler, { triple }, folder) {
  const library = join(folder, 'node.lib')
  const machine = triple.startsWith('aarch64') ? 'arm64' : 'i386:x86-64'
  const definitions = join(NODE_API, 'def', 'node_api.def')
  await compile(compiler, ['dlltool', '-m', machine, '-D', 'node.exe', '-d', definitions, '-l', library])
  return library
}

/**
 * @param {string} file
 * @param {(folder: string) => Promise<string>} build builds in a folder of its own and tells the result's path
 */
async function intoPlace(file, build) {
  mkdirSync(dirname(file), { recursive: true })
  const folder = mkdtempSync(join(dirname(file), '.building-'))
  try {
    renameSync(await build(folder), file)
    return statSync(file).size
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
