import type { Kernels } from './kernels'

let active: Kernels | undefined

/** Kernels of the runtime that computes now; none where tfjs does it all. */
export function activeKernels(): Kernels | undefined {
  return active
}

/** Makes these the kernels that whole networks are planned for, in the whole process. */
export function useKernels(kernels: Kernels | undefined): void {
  active = kernels
}
