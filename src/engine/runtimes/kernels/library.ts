import type { KernelCall } from '../../plans/kernels'
import type { Missing } from '../missing'

/** The version of src/kernels/abi.h that this code is written for. */
export const abiVersion = 5

/** Runs a call on the calling thread; 0, or 1 + the word of the program that kernels did not understand. */
export type RunCall = (call: KernelCall) => number

/** Memory that a library gave out. */
export interface LibraryMemory {
  readonly buffer: ArrayBufferLike
  /** Byte offset where calls count from. */
  readonly base: number
  /** What worker.cjs takes part in it by. */
  forThread(thread: number): object
  /** A thread's way to run calls in it. */
  attach(thread: number): RunCall
}

/** Compiled kernels, loaded. */
export interface KernelLibrary {
  readonly kind: 'native' | 'wasm'
  /** `avx512`, `avx2`, `baseline`, `neon`, `relaxed-simd` or `simd`. */
  readonly instructionSet: string
  /** Columns of a packed panel. */
  readonly panel: number
  /** Floats of a vector. */
  readonly lanes: number
  /** Whether several threads can work in one memory. */
  readonly sharesMemory: boolean
  /** What worker.cjs opens the same library by. */
  readonly source: LibrarySource
  /** Memory for so many threads, all zero; throws where there is not so much. */
  allocate(bytes: number, threads: number): LibraryMemory
}

export type LibrarySource =
  | { readonly kind: 'native'; readonly path: string; readonly set: number }
  | { readonly kind: 'wasm'; readonly module: WebAssembly.Module }

export function isLibrary(found: KernelLibrary | Missing): found is KernelLibrary {
  return 'allocate' in found
}
