import * as tf from '@tensorflow/tfjs'
import type { OpenInputs } from './openConvolution'
import type { OpImplementation } from './registry'

/** The convolution without a mask in operations that every backend has, its gradient in products. */
export const composedOpenConvolution: OpImplementation<OpenInputs, undefined> = {
  forward: ([x, filter, bias]) => ({
    output: tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias }),
  }),

  gradient({ upstream, inputs: [x, kernel] }) {
    const dy = upstream as tf.Tensor4D
    const [kernelHeight, kernelWidth, inputs, outputs] = kernel.shape
    const turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2])
    const byInput = tf.conv2d(dy, turned, 1, 'same')

    const [batch, height, width] = x.shape
    const right: tf.Tensor2D = tf.reshape(dy, [-1, outputs])
    const byBias = tf.matMul(tf.ones([1, right.shape[0]]), right)
    const [down, across] = [kernelHeight >> 1, kernelWidth >> 1]
    // Few inputs: all that one output sees, beside one another, in a single product.
    const framed = tf.pad(
      tf.reshape(tf.transpose(tf.reshape(x, [-1, inputs])), [inputs * batch, height, width]),
      [
        [0, 0],
        [down, down],
        [across, across],
      ],
    )
    const taps: tf.Tensor2D[] = []
    for (let row = 0; row < kernelHeight; row++) {
      for (let column = 0; column < kernelWidth; column++) {
        const shifted = tf.slice(framed, [0, row, column], [inputs * batch, height, width])
        taps.push(tf.reshape(shifted, [inputs, -1]))
      }
    }
    const byKernel = tf.matMul(tf.concat(taps, 0), right)
    return [byInput, tf.reshape(byKernel, kernel.shape), tf.reshape(byBias, [outputs])]
  },
}
