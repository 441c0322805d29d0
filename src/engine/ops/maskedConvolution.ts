import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { composedMaskedConvolution } from './composedConvolution'
import type { ConvolutionMask } from './masks'
import { defineOp } from './registry'

/** Input [N, H, W, in], kernel [kh, kw, in, out] with odd sides, bias [out]. */
export type ConvolutionInputs = readonly [x: Tensor4D, kernel: Tensor4D, bias: Tensor1D]

const op = defineOp<ConvolutionInputs, ConvolutionMask>('masked-convolution', composedMaskedConvolution)

/** For runtimes that bring their own. */
export const registerMaskedConvolution = op.register

/**
 * Masked convolution with zeros outside the image: x [N, H, W, in] -> [N, H, W, out] (section 3.4).
 * Equal to a dense convolution with the kernel times its mask, whatever the masked entries hold; their
 * gradient is zero. Rows below the centre and taps to its right are never multiplied.
 */
export function maskedConvolution(
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D,
  mask: ConvolutionMask,
): Tensor4D {
  return op.apply([x, kernel, bias], mask) as Tensor4D
}
