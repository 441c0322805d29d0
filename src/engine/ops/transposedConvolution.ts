import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { composedTransposedConvolution } from './composedTransposedConvolution'
import { defineOp } from './registry'

/** Input [N, H, W, in], kernel [4, 4, in, out], bias [out]. */
export type TransposedInputs = readonly [x: Tensor4D, kernel: Tensor4D, bias: Tensor1D]

const op = defineOp<TransposedInputs, undefined>('transposed-convolution', composedTransposedConvolution)

/** For runtimes that bring their own. */
export const registerTransposedConvolution = op.register

/**
 * Transposed convolution 4x4 with stride 2 and padding 1: x [N, H, W, in] -> [N, 2H, 2W, out] (section 3.6;
 * models.md, "Multi-Scale"). Input row i reaches output rows 2i - 1 to 2i + 2 with the kernel's rows in order,
 * and columns alike; what falls outside is dropped.
 */
export function transposedConvolution(x: Tensor4D, kernel: Tensor4D, bias: Tensor1D): Tensor4D {
  return op.apply([x, kernel, bias], undefined) as Tensor4D
}
