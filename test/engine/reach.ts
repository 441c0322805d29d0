import * as tf from '@tensorflow/tfjs'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, type FlatWeights, toTensors } from '../../src/engine/models/weights'
import { logitsPerChannel } from '../../src/shared/model/configuration'
import { randomLevels, randomWeights } from './fixtures'

export interface Size {
  readonly height: number
  readonly width: number
}

/** For every value, those with a gradient of its logits other than zero, for some of `trials` weights. */
export function doSee(network: Network, { height, width }: Size, trials = 4): Set<number>[] {
  const { channels, levels } = network.configuration
  const k = logitsPerChannel({ levels })
  const values = height * width * channels
  const seen = Array.from({ length: values }, () => new Set<number>())
  for (let seed = 1; seed <= trials; seed++) {
    const weights = toTensors(network, randomWeights(network, seed))
    const gradients = tf.tidy(() => {
      // As many copies of one image as values: copy v is asked for the gradient of v's own logits.
      const image = tf.tensor4d(Float32Array.from(randomLevels(values, levels, seed)), [
        1,
        height,
        width,
        channels,
      ])
      const own = tf.reshape(tf.eye(values), [values, height, width, channels, 1])
      const mixture = tf.reshape(tf.randomNormal([k], 1, 0.3, 'float32', seed), [1, 1, 1, 1, k])
      const chosen = tf.reshape(tf.mul(own, mixture), [values, height, width, channels * k])
      return tf
        .grad((pixels) => tf.sum(tf.mul(network.logits(weights, pixels as tf.Tensor4D), chosen)))(
          tf.tile(image, [values, 1, 1, 1]),
        )
        .dataSync()
    })
    disposeTensors(weights)
    gradients.forEach((gradient, i) => {
      if (gradient !== 0) seen[Math.floor(i / values)]?.add(i % values)
    })
  }
  return seen
}

/** Logits [count, height, width, C * k] of images of these levels [count, height, width, C]. */
export type LogitsOf = (
  network: Network,
  weights: FlatWeights,
  pixels: Float32Array,
  shape: Size & { readonly count: number },
) => Promise<Float32Array>

/** By tfjs' operations. */
const composedLogits: LogitsOf = async (network, flat, pixels, { count, height, width }) => {
  const weights = toTensors(network, flat)
  const { channels } = network.configuration
  const logits = tf.tidy(() => network.logits(weights, tf.tensor4d(pixels, [count, height, width, channels])))
  const numbers = await logits.data<'float32'>()
  tf.dispose(logits)
  disposeTensors(weights)
  return numbers
}

/**
 * The same without gradients: the values whose logits change at all when one value of the image does. Only for what
 * gives equal bits for equal inputs, whatever else is in the batch.
 */
export async function doDepend(
  network: Network,
  { height, width }: Size,
  logitsOf = composedLogits,
): Promise<Set<number>[]> {
  const { channels, levels } = network.configuration
  const values = height * width * channels
  const perValue = logitsPerChannel({ levels })
  const seen = Array.from({ length: values }, () => new Set<number>())
  for (let seed = 1; seed <= 4; seed++) {
    const image = randomLevels(values, levels, seed)
    // Copy v has another level at v; the last is left as it is.
    const copies = new Float32Array((values + 1) * values)
    for (let v = 0; v <= values; v++) {
      copies.set(image, v * values)
      if (v < values) copies[v * values + v] = ((image[v] ?? 0) + 1) % levels
    }
    const shape = { count: values + 1, height, width }
    const numbers = await logitsOf(network, randomWeights(network, seed), copies, shape)
    const size = values * perValue
    for (let v = 0; v < values; v++) {
      for (let i = 0; i < size; i++) {
        if (numbers[v * size + i] !== numbers[values * size + i]) seen[Math.floor(i / perValue)]?.add(v)
      }
    }
  }
  return seen
}

/** Sets as lists, to compare. */
export const sorted = (sets: Set<number>[]): number[][] => sets.map((set) => [...set].sort((a, b) => a - b))
