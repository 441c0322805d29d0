import * as tf from '@tensorflow/tfjs'

/**
 * Convolution without a mask whose taps lie `dilation` pixels apart, with zeros outside the image: x [N, H, W, in],
 * kernel [kh, kw, in, out] with odd sides, bias [out] -> [N, H, W, out]. Tap by tap, as sums of products, since tfjs
 * has no gradient for its own.
 */
export function dilatedConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D,
  dilation: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [batch, height, width, inputs] = x.shape
    const [kernelHeight, kernelWidth, , outputs] = kernel.shape
    const [down, across] = [(kernelHeight >> 1) * dilation, (kernelWidth >> 1) * dilation]
    const framed = tf.pad(x, [
      [0, 0],
      [down, down],
      [across, across],
      [0, 0],
    ])
    let sum: tf.Tensor2D | undefined
    for (let row = 0; row < kernelHeight; row++) {
      for (let column = 0; column < kernelWidth; column++) {
        const begin = [0, row * dilation, column * dilation, 0] as const
        const seen = tf.slice(framed, [...begin], [batch, height, width, inputs])
        const tap = tf.reshape(tf.slice(kernel, [row, column, 0, 0], [1, 1, inputs, outputs]), [
          inputs,
          outputs,
        ])
        const product = tf.matMul<tf.Tensor2D>(tf.reshape(seen, [-1, inputs]), tap)
        sum = sum ? tf.add(sum, product) : product
      }
    }
    if (!sum) throw new Error('a kernel without taps')
    return tf.reshape(tf.add(sum, bias), [batch, height, width, outputs])
  })
}
