import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Missing, missing } from '../missing'
import { abiVersion, type KernelLibrary } from './library'

/** What the modules export. */
interface Exports {
  readonly __heap_base: WebAssembly.Global
  readonly __stack_pointer: WebAssembly.Global
  pl_abi_version(): number
  pl_panel(): number
  pl_lanes(): number
  pl_run(shared: number, local: number, program: number, words: number, first: number, images: number): number
}

/** The best first. */
const variants = [
  { file: 'shared-relaxed.wasm', instructionSet: 'relaxed-simd', shared: true },
  { file: 'shared.wasm', instructionSet: 'simd', shared: true },
  { file: 'single.wasm', instructionSet: 'simd', shared: false },
] as const

const pageBytes = 65536
/** What src/kernels may keep on a thread's stack. */
const stackBytes = 65536
const mostPages = 65535

/** The best module of a folder of kernels that this engine of WebAssembly understands; or the named one. */
export function openWasmLibrary(folder: string, instructionSet?: string): KernelLibrary | Missing {
  let why = missing('runtimes.noWasmKernels', {})
  for (const variant of variants) {
    const path = join(folder, 'wasm', variant.file)
    if (!existsSync(path) || (instructionSet && variant.instructionSet !== instructionSet)) continue
    const bytes = readFileSync(path)
    if (!WebAssembly.validate(bytes)) {
      why = missing('runtimes.wasmKernelsNewer', {})
      continue
    }
    try {
      return library(new WebAssembly.Module(bytes), variant)
    } catch (thrown) {
      const system = thrown instanceof Error ? thrown.message : String(thrown)
      why = missing('runtimes.wasmKernelsFail', { system })
    }
  }
  return why
}

function library(
  module: WebAssembly.Module,
  { instructionSet, shared }: (typeof variants)[number],
): KernelLibrary {
  const memoryOf = (bytes: number): WebAssembly.Memory => {
    const initial = Math.ceil(bytes / pageBytes)
    return new WebAssembly.Memory({ initial, maximum: mostPages, shared })
  }
  const start = (memory: WebAssembly.Memory): Exports =>
    new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports
  const trial = start(memoryOf(2 ** 22))
  if (trial.pl_abi_version() !== abiVersion) throw new Error('another version of Pixelloom')
  const heap = Math.ceil(trial.__heap_base.value / 64) * 64
  return {
    kind: 'wasm',
    instructionSet,
    panel: trial.pl_panel(),
    lanes: trial.pl_lanes(),
    sharesMemory: shared,
    source: { kind: 'wasm', module },
    allocate(bytes, threads) {
      const base = heap + threads * stackBytes
      const memory = memoryOf(base + bytes)
      const stackOf = (thread: number): number => heap + (thread + 1) * stackBytes
      return {
        buffer: memory.buffer,
        base,
        forThread: (thread) => ({ shared: memory, base, stack: stackOf(thread) }),
        attach(thread) {
          const exports = start(memory)
          exports.__stack_pointer.value = stackOf(thread)
          return ({ local, program, words, first, images }) =>
            exports.pl_run(base, base + local, base + program, words, first, images)
        },
      }
    },
  }
}
