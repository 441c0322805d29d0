import { activeKernels, useKernels } from '../../src/engine/plans/activeKernels'
import { optional } from './optional'

/** `native`, where kernels could be compiled; their own suites say where they could not. */
export const native: readonly 'native'[] = optional.kernels.available ? ['native'] : []

/** `tensorflow`, where it is installed; the suite of its installer says where it is not. */
export const tensorflow: readonly 'tensorflow'[] = optional.tensorflow.available ? ['tensorflow'] : []

/** `webgpu`, where there is an adapter; the suite of its plans says where there is none. */
export const webgpu: readonly 'webgpu'[] = optional.webgpu.available ? ['webgpu'] : []

/** What tfjs' operations alone make of it, on a runtime that has kernels of our own. */
export async function withoutKernels<T>(use: () => Promise<T>): Promise<T> {
  const kernels = activeKernels()
  useKernels(undefined)
  try {
    return await use()
  } finally {
    useKernels(kernels)
  }
}
