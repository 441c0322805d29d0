import * as tf from '@tensorflow/tfjs'
import type { OpImplementation } from './registry'
import type { TransposedInputs } from './transposedConvolution'
import { takeColumns, takeRows } from './window'

/**
 * The transposed convolution 4x4, stride 2, padding 1, as an ordinary one. Counted from one row above the
 * output, kernel row 2a + p of input row i goes to row 2 (i + a) + p, p in {0, 1}: on the grid of pairs of rows
 * j = i + a, row p of pair j takes input row j with kernel row p and input row j - 1 with kernel row 2 + p.
 * Columns alike. So a 2x2 convolution of the input, padded by one, gives the four pixels of each pair side by
 * side as features; they are then laid out, and the outermost rows and columns cut off.
 *
 *     pairs of rows    j = 0 | 1 1 | 2 2 | .. | H        H + 1 of them, 2H rows that stay
 */
export const composedTransposedConvolution: OpImplementation<TransposedInputs, undefined> = {
  forward([x, kernel, bias]) {
    const [, height, width] = x.shape
    const filter = pairKernel(kernel)
    const pairs = tf.fused.conv2d({ x, filter, strides: 1, pad: onePixel, bias: tf.tile(bias, [4]) })
    const whole = fromPairs(pairs)
    return { output: takeColumns(takeRows(whole, 1, 2 * height), 1, 2 * width) }
  },

  gradient({ upstream, inputs: [x, kernel] }) {
    const [batch, height, width, inputs] = x.shape
    const outputs = kernel.shape[3]
    const pairs = toPairs(tf.pad(upstream as tf.Tensor4D, onePixel))
    // The same 2x2 convolution backwards: turned round, in and out swapped.
    const turned = tf.transpose(tf.reverse(pairKernel(kernel), [0, 1]), [0, 1, 3, 2])
    const byInput = tf.conv2d(pairs, turned, 1, 'valid')

    const right: tf.Tensor2D = tf.reshape(pairs, [-1, 4 * outputs])
    const sums = tf.sum(tf.reshape(tf.matMul(tf.ones([1, right.shape[0]]), right), [4, outputs]), 0)
    // Every tap is a product of the input, shifted by a and b, with one of the four pixels: one product for
    // all sixteen.
    const across = tf.reshape(tf.transpose(tf.reshape(x, [-1, inputs])), [inputs * batch, height, width])
    const shifted = [0, 1].flatMap((a) =>
      [0, 1].map((b) => {
        const shift: [number, number][] = [
          [0, 0],
          [a, 1 - a],
          [b, 1 - b],
        ]
        return tf.reshape<tf.Rank.R2>(tf.pad(across, shift), [inputs, -1])
      }),
    )
    const taps = tf.matMul<tf.Tensor2D>(tf.concat(shifted, 0), right)
    return [byInput, fromTaps(taps, inputs, outputs), tf.reshape(sums, [outputs])]
  },
}

const onePixel: [[0, 0], [number, number], [number, number], [0, 0]] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
]

/** The kernel [4, 4, in, out] as that of the ordinary convolution: [2, 2, in, 4 out]. */
function pairKernel(kernel: tf.Tensor4D): tf.Tensor4D {
  const [, , inputs, outputs] = kernel.shape
  // [a, p, b, q, in, out] -> [a, b, in, p, q, out]; the input above is a = 1, and comes first.
  const split = tf.transpose(tf.reshape(kernel, [2, 2, 2, 2, inputs, outputs]), [0, 2, 4, 1, 3, 5])
  return tf.reverse(tf.reshape<tf.Rank.R4>(split, [2, 2, inputs, 4 * outputs]), [0, 1])
}

/** Gradients of all taps, [a, b, in] by [p, q, out], as that of the kernel [4, 4, in, out]. */
function fromTaps(taps: tf.Tensor2D, inputs: number, outputs: number): tf.Tensor4D {
  const split = tf.transpose(tf.reshape(taps, [2, 2, inputs, 2, 2, outputs]), [0, 3, 1, 4, 2, 5])
  return tf.reshape(split, [4, 4, inputs, outputs])
}

/** [N, H, W, 4 F] -> [N, 2H, 2W, F]: the four pixels of each place laid out. */
function fromPairs(pairs: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, features] = pairs.shape
  const split = tf.reshape(pairs, [batch * height, width, 2, features / 2])
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [batch, 2 * height, 2 * width, features / 4])
}

/** The reverse. */
function toPairs(whole: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, features] = whole.shape
  const split = tf.reshape(whole, [(batch * height) / 2, 2, width / 2, 2 * features])
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [batch, height / 2, width / 2, 4 * features])
}
