import * as tf from '@tensorflow/tfjs'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { scaleInput } from '../../src/engine/models/input'
import type { Network, Weights } from '../../src/engine/models/network'
import type { ModelConfiguration } from '../../src/shared/model/configuration'

/**
 * A PixelCNN as another program might have it: plain convolutions, kernels as the file has them, no masks. Equal
 * to ours where masked entries are zero. `change` may break it further.
 */
export function trustingNetwork(
  configuration: ModelConfiguration,
  change: { readonly afterInput?: (x: tf.Tensor4D) => tf.Tensor4D } = {},
): Network {
  const own = createNetwork(configuration)
  const afterInput = change.afterInput ?? ((x: tf.Tensor4D) => x)
  return {
    ...own,
    logits(weights: Weights, pixels: tf.Tensor4D, lastRows = pixels.shape[1]) {
      const convolve = (x: tf.Tensor4D, name: string): tf.Tensor4D => {
        const [kernel, bias] = [weights.get(`${name}.kernel`), weights.get(`${name}.bias`)]
        if (!kernel || !bias) throw new Error(`${name} is missing`)
        return tf.add<tf.Tensor4D>(tf.conv2d(x, kernel as tf.Tensor4D, 1, 'same'), bias)
      }
      return tf.tidy(() => {
        let x = afterInput(convolve(scaleInput(pixels, configuration.levels), 'input'))
        for (let i = 0; i < configuration.layers; i++) {
          const down: tf.Tensor4D = tf.relu(convolve(tf.relu(x), `blocks.${i}.down`))
          const h: tf.Tensor4D = tf.relu(convolve(down, `blocks.${i}.conv`))
          x = tf.add<tf.Tensor4D>(x, convolve(h, `blocks.${i}.up`))
        }
        for (const i of [0, 1, 2]) x = convolve(tf.relu(x), `output.${i}`)
        return tf.slice(x, [0, x.shape[1] - lastRows, 0, 0], [-1, lastRows, -1, -1])
      })
    },
  }
}
