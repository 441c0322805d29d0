import * as tf from '@tensorflow/tfjs'
import type { ConvolutionInputs } from './maskedConvolution'
import type { ConvolutionMask } from './masks'
import type { OpImplementation } from './registry'
import { takeColumns, takeRows } from './window'

/**
 * The masked convolution in tfjs operations: one convolution over the rows above, which has all columns,
 * and one over the current row up to the centre.
 *
 *     rows above     # # # # #        [k, kw] taps
 *                    # # # # #
 *     current row    # # c            [1, n] taps, n = kw/2 + 1, or kw/2 where the centre is closed
 *
 * In a kernel [kh, kw, in, out] the taps of both are the first ones, in order, so that taking them and
 * putting their gradient back is one contiguous copy.
 */
export const composedMaskedConvolution: OpImplementation<ConvolutionInputs, ConvolutionMask> = {
  forward([x, kernel, bias], mask) {
    return { output: convolve(x, masked(kernel, mask), bias, mask) }
  },

  gradient({ upstream, inputs: [x, kernel] }, mask) {
    const dy = upstream as tf.Tensor4D
    const [byKernel, byBias] = parameterGradients(x, dy, kernel.shape, mask)
    return [inputGradient(dy, masked(kernel, mask), x.shape, mask), masked(byKernel, mask), byBias]
  },
}

interface Taps {
  /** Rows above the centre, and columns on either side of it. */
  readonly rows: number
  readonly reach: number
  /** Open taps of the current row. */
  readonly current: number
}

function tapsOf({ kernelHeight, kernelWidth, centre }: ConvolutionMask): Taps {
  const reach = kernelWidth >> 1
  return { rows: kernelHeight >> 1, reach, current: centre === 'closed' ? reach : reach + 1 }
}

/** Colours are masked by a product with the small kernel; what is closed as a whole is left out later. */
function masked(kernel: tf.Tensor4D, mask: ConvolutionMask): tf.Tensor4D {
  return mask.centre === 'by-colour' ? tf.mul(kernel, tf.tensor4d(mask.values, kernel.shape)) : kernel
}

/** Part of a kernel, as a kernel: `count` taps from tap `first` on, in the order of the flat kernel. */
function takeTaps(kernel: tf.Tensor4D, first: number, height: number, width: number): tf.Tensor4D {
  const [, , inputs, outputs] = kernel.shape
  if (height === kernel.shape[0] && width === kernel.shape[1]) return kernel
  const flat = tf.reshape(kernel, [-1])
  const size = inputs * outputs
  return tf.reshape(tf.slice1d(flat as tf.Tensor1D, first * size, height * width * size), [
    height,
    width,
    inputs,
    outputs,
  ])
}

type Shape4 = [number, number, number, number]
type Padding = [[0, 0], [number, number], [number, number], [0, 0]]
const padding = (top: number, bottom: number, left: number, right: number): Padding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
]

function convolve(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D,
  mask: ConvolutionMask,
): tf.Tensor4D {
  const { rows, reach, current } = tapsOf(mask)
  const [batch, height, width] = x.shape
  const width_ = mask.kernelWidth
  const parts: tf.Tensor4D[] = []
  const add = (input: tf.Tensor4D, filter: tf.Tensor4D, pad: Padding): void => {
    // The bias goes with the first part.
    parts.push(
      parts.length === 0
        ? tf.fused.conv2d({ x: input, filter, strides: 1, pad, bias })
        : tf.conv2d(input, filter, 1, pad),
    )
  }
  if (rows > 0 && height > 1) {
    add(takeRows(x, 0, height - 1), takeTaps(kernel, 0, rows, width_), padding(rows, 0, reach, reach))
  }
  if (current > reach) {
    add(x, takeTaps(kernel, rows * width_, 1, current), padding(0, 0, reach, 0))
  } else if (current > 0 && width > 1) {
    add(takeColumns(x, 0, width - 1), takeTaps(kernel, rows * width_, 1, current), padding(0, 0, reach, 0))
  }
  const [first, second] = parts
  if (!first) return tf.add(tf.zeros([batch, height, width, bias.shape[0]]), bias)
  return second ? tf.add(first, second) : first
}

/** The same two convolutions of the output's gradient, with kernels turned round and in and out swapped. */
function inputGradient(
  dy: tf.Tensor4D,
  kernel: tf.Tensor4D,
  shape: Shape4,
  mask: ConvolutionMask,
): tf.Tensor4D {
  const { rows, reach, current } = tapsOf(mask)
  const [, height, width] = dy.shape
  const turned = (taps: tf.Tensor4D): tf.Tensor4D => tf.transpose(tf.reverse(taps, [0, 1]), [0, 1, 3, 2])
  const parts: tf.Tensor4D[] = []
  if (rows > 0 && height > 1) {
    const above = turned(takeTaps(kernel, 0, rows, mask.kernelWidth))
    parts.push(tf.conv2d(takeRows(dy, 1, height - 1), above, 1, padding(0, rows, reach, reach)))
  }
  const row = (): tf.Tensor4D => turned(takeTaps(kernel, rows * mask.kernelWidth, 1, current))
  if (current > reach) {
    parts.push(tf.conv2d(dy, row(), 1, padding(0, 0, 0, reach)))
  } else if (current > 0 && width > 1) {
    parts.push(tf.conv2d(takeColumns(dy, 1, width - 1), row(), 1, padding(0, 0, 0, reach)))
  }
  const [first, second] = parts
  if (!first) return tf.zeros(shape)
  return second ? tf.add(first, second) : first
}

/**
 * Gradients by kernel and bias. Each tap's is a product of the input, shifted by the tap, with the
 * output's gradient; laid on one padded grid, a shift is only another padding. What is shifted is the
 * transposed input, since products that transpose are ten times slower on tfjs' WebAssembly backend; and
 * all products have the same right side, which that backend then packs only once.
 */
function parameterGradients(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  shape: Shape4,
  mask: ConvolutionMask,
): [kernel: tf.Tensor4D, bias: tf.Tensor1D] {
  const { rows, reach, current } = tapsOf(mask)
  const [batch, height, width, inputs] = x.shape
  const outputs = dy.shape[3]
  const grid = rows + reach > 0 ? tf.pad(dy, padding(0, rows, reach, reach)) : dy
  const right: tf.Tensor2D = tf.reshape(grid, [-1, outputs])
  const bias = tf.matMul(tf.ones([1, right.shape[0]]), right)

  const across = tf.reshape(tf.transpose(tf.reshape(x, [-1, inputs])), [inputs * batch, height, width])
  const shifted = (tap: number): tf.Tensor2D => {
    const down = rows - Math.floor(tap / mask.kernelWidth)
    const back = 2 * reach - (tap % mask.kernelWidth)
    const shift: [number, number][] = [
      [0, 0],
      [down, rows - down],
      [back, 2 * reach - back],
    ]
    return tf.reshape(rows + reach > 0 ? tf.pad(across, shift) : across, [inputs, -1])
  }
  const count = rows * mask.kernelWidth + current
  // Few inputs make thin products: taps are stacked until there are rows enough.
  const together = Math.max(1, Math.floor(rowsOfAProduct / inputs))
  const products: tf.Tensor2D[] = []
  for (let first = 0; first < count; first += together) {
    const taps = Array.from({ length: Math.min(together, count - first) }, (_, i) => shifted(first + i))
    products.push(tf.matMul(taps.length === 1 && taps[0] ? taps[0] : tf.concat(taps, 0), right))
  }
  const closed = mask.kernelHeight * mask.kernelWidth - count
  if (closed > 0) products.push(tf.zeros([closed * inputs, outputs]))
  return [tf.reshape(tf.concat(products, 0), shape), tf.reshape(bias, [outputs])]
}

/** Rows of the left side from which on a product runs at full speed. */
const rowsOfAProduct = 16
