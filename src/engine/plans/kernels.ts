/** One thread's part of a run, in bytes from the begin of the arena. */
export interface KernelCall {
  readonly local: number
  readonly program: number
  readonly words: number
  readonly first: number
  readonly images: number
}

/** Memory in which kernels work. */
export interface KernelMemory {
  readonly buffer: ArrayBufferLike
  /** Byte offset in `buffer` of the memory's begin. */
  readonly base: number
}

/** Kernels with their threads: what a runtime of our own brings to run plans on. */
export interface Kernels {
  /** Columns of a packed panel. */
  readonly panel: number
  /** Floats of a vector. */
  readonly lanes: number
  readonly threads: number
  /** Memory of so many bytes, all zero, until `free`. */
  allocate(bytes: number): KernelMemory
  free(memory: KernelMemory): void
  /** Runs call i on thread i; returns when all are done. Memory is one of `allocate`'s. */
  run(memory: KernelMemory, calls: readonly KernelCall[]): void
}
