import * as tf from '@tensorflow/tfjs'
import type { ConvolutionInputs } from '../../ops/maskedConvolution'
import type { ConvolutionMask } from '../../ops/masks'
import type { OpImplementation } from '../../ops/registry'

type Sides = [[0, 0], [number, number], [number, number], [0, 0]]

/**
 * The masked convolution in TensorFlow's own: rows below the centre are cut off the kernel, what else is closed is
 * zero in it, and its gradient comes from the operation made for that. One large operation costs less here than the
 * taps that it multiplies in vain.
 */
export const maskedConvolutionOfTensorflow: OpImplementation<ConvolutionInputs, ConvolutionMask> = {
  forward([x, kernel, bias], mask) {
    const product = tf.conv2d(above(x, mask), openRows(kernel, mask), 1, 'valid')
    return { output: tf.add(product, bias) }
  },

  gradient({ upstream, inputs: [x, kernel] }, mask) {
    const dy = upstream as tf.Tensor4D
    const { rows, reach } = sides(mask)
    const [, width, inputs, outputs] = kernel.shape
    const turned = tf.transpose(tf.reverse(openRows(kernel, mask), [0, 1]), [0, 1, 3, 2])
    const byInput = tf.conv2d(framed(dy, 0, rows, reach), turned, 1, 'valid')
    const attributes = {
      ...{ strides: [1, 1], pad: 'valid', dataFormat: 'NHWC' },
      filterShape: [rows + 1, width, inputs, outputs],
    }
    const byRows = tf
      .engine()
      .runKernel<tf.Tensor4D>('Conv2DBackpropFilter', { x: above(x, mask), dy }, attributes)
    const whole = tf.mul<tf.Tensor4D>(openMask(mask, kernel.shape), byRows)
    const byKernel: tf.Tensor4D =
      rows > 0
        ? tf.pad(whole, [
            [0, rows],
            [0, 0],
            [0, 0],
            [0, 0],
          ])
        : whole
    return [byInput, byKernel, tf.sum(dy, [0, 1, 2])]
  },
}

/** Rows above the centre, and columns on either side of it. */
function sides({ kernelHeight, kernelWidth }: ConvolutionMask): { rows: number; reach: number } {
  return { rows: kernelHeight >> 1, reach: kernelWidth >> 1 }
}

function framed(x: tf.Tensor4D, top: number, bottom: number, reach: number): tf.Tensor4D {
  const around: Sides = [
    [0, 0],
    [top, bottom],
    [reach, reach],
    [0, 0],
  ]
  return top + bottom + reach > 0 ? tf.pad(x, around) : x
}

/** What the kernel's rows down to the centre see of an image and of the zeros around it. */
function above(x: tf.Tensor4D, mask: ConvolutionMask): tf.Tensor4D {
  const { rows, reach } = sides(mask)
  return framed(x, rows, 0, reach)
}

function openMask(mask: ConvolutionMask, shape: readonly number[]): tf.Tensor4D {
  const [, width = 0, inputs = 0, outputs = 0] = shape
  const rows = sides(mask).rows + 1
  return tf.tensor4d(mask.values.subarray(0, rows * width * inputs * outputs), [rows, width, inputs, outputs])
}

function openRows(kernel: tf.Tensor4D, mask: ConvolutionMask): tf.Tensor4D {
  const [height, width, inputs, outputs] = kernel.shape
  const { rows } = sides(mask)
  const kept =
    height === rows + 1 ? kernel : tf.slice(kernel, [0, 0, 0, 0], [rows + 1, width, inputs, outputs])
  return tf.mul(kept, openMask(mask, kernel.shape))
}
