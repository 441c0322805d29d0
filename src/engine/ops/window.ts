import * as tf from '@tensorflow/tfjs'

/**
 * `count` rows of [N, H, W, F] from row `first` on. Cut from a flat view, of which each image's rows are
 * one piece: much faster than a slice by rows and columns.
 */
export function takeRows(x: tf.Tensor4D, first: number, count: number): tf.Tensor4D {
  const [batch, height, width, features] = x.shape
  if (count === height) return x
  const row = width * features
  const flat: tf.Tensor2D = tf.reshape(x, [batch, height * row])
  return tf.reshape(tf.slice2d(flat, [0, first * row], [batch, count * row]), [batch, count, width, features])
}

/** `count` columns of [N, H, W, F] from column `first` on. */
export function takeColumns(x: tf.Tensor4D, first: number, count: number): tf.Tensor4D {
  const [batch, height, width, features] = x.shape
  if (count === width) return x
  const flat: tf.Tensor2D = tf.reshape(x, [batch * height, width * features])
  const columns = tf.slice2d(flat, [0, first * features], [batch * height, count * features])
  return tf.reshape(columns, [batch, height, count, features])
}
