import * as tf from '@tensorflow/tfjs'

/** Pixels 0..levels-1 to -1..1: 2 v / (levels - 1) - 1, so that zeros outside the image are mid-grey. */
export function scaleInput(pixels: tf.Tensor4D, levels: number): tf.Tensor4D {
  return tf.sub(tf.mul(pixels, 2 / (levels - 1)), 1)
}
