import { kernelFolder } from './folder'
import { KernelThreads } from './kernelThreads'
import type { Missing } from '../missing'
import { isLibrary } from './library'
import { openNativeLibrary } from './nativeLibrary'
import { physicalCores } from './physicalCores'
import { openWasmLibrary } from './wasmLibrary'

export interface KernelOptions {
  /** As many as this machine has cores where left out. */
  readonly threads?: number
  /** The best where left out. */
  readonly instructionSet?: string
  readonly folder?: string
}

/** Kernels of our own on threads, ready to run; or why there are none. */
export async function openKernels(
  kind: 'native' | 'wasm',
  { threads = physicalCores(), instructionSet, folder = kernelFolder() }: KernelOptions = {},
): Promise<KernelThreads | Missing> {
  const open = kind === 'native' ? openNativeLibrary : openWasmLibrary
  const library = open(folder, instructionSet)
  return isLibrary(library) ? KernelThreads.start(library, threads) : library
}

/** Instruction sets and threads in words, as in "AVX-512, 2 threads". */
export function describeKernels({ library, threads }: KernelThreads): string {
  const names: Readonly<Record<string, string>> = {
    avx512: 'AVX-512',
    avx2: 'AVX2',
    baseline: 'SSE2',
    neon: 'NEON',
    'relaxed-simd': 'relaxed SIMD',
    simd: 'SIMD',
  }
  const set = names[library.instructionSet] ?? library.instructionSet
  const alone = library.sharesMemory ? '' : ', for memory can’t be shared here'
  return `${set}, ${threads === 1 ? 'one thread' : `${threads} threads`}${alone}`
}
