import * as tf from '@tensorflow/tfjs'

/**
 * Every `factor`-th row and column of [N, H, W, F], from the first on: [N, ceil(H / factor), ceil(W / factor),
 * F]. Pixel (i, j) of the result is pixel (i factor, j factor), never an average (models.md, "Multi-Scale").
 */
export function subsample(x: tf.Tensor4D, factor: number): tf.Tensor4D {
  const [batch, height, width, features] = x.shape
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)]
  const whole = tf.pad(x, [
    [0, 0],
    [0, rows * factor - height],
    [0, columns * factor - width],
    [0, 0],
  ])
  const row = columns * factor * features
  const inRows: tf.Tensor2D = tf.reshape(whole, [batch * rows, factor * row])
  const kept = tf.slice2d(inRows, [0, 0], [batch * rows, row])
  const inColumns: tf.Tensor2D = tf.reshape(kept, [batch * rows * columns, factor * features])
  const pixels = tf.slice2d(inColumns, [0, 0], [batch * rows * columns, features])
  return tf.reshape(pixels, [batch, rows, columns, features])
}

/** The same of numbers, [height, width, features], or of `count` such images one after another. */
export function subsampleLevels(
  values: Uint8Array,
  height: number,
  width: number,
  features: number,
  factor: number,
): Uint8Array {
  const count = values.length / (height * width * features)
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)]
  const result = new Uint8Array(count * rows * columns * features)
  let to = 0
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = ((image * height + row * factor) * width + column * factor) * features
        result.set(values.subarray(from, from + features), to)
        to += features
      }
    }
  }
  return result
}
