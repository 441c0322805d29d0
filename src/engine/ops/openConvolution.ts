import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { composedOpenConvolution } from './composedOpenConvolution'
import { defineOp } from './registry'

/** Input [N, H, W, in], kernel [kh, kw, in, out] with odd sides, bias [out]. */
export type OpenInputs = readonly [x: Tensor4D, kernel: Tensor4D, bias: Tensor1D]

const op = defineOp<OpenInputs, undefined>('open-convolution', composedOpenConvolution)

/** For runtimes that bring their own. */
export const registerOpenConvolution = op.register

/**
 * Convolution without a mask and with zeros outside the image: x [N, H, W, in] -> [N, H, W, out]. For what
 * may be seen as a whole: the small image of a Multi-Scale model (section 3.6).
 */
export function openConvolution(x: Tensor4D, kernel: Tensor4D, bias: Tensor1D): Tensor4D {
  return op.apply([x, kernel, bias], undefined) as Tensor4D
}
