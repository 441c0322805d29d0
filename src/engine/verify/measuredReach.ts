import * as tf from '@tensorflow/tfjs'
import { logitsPerChannel } from '../../shared/model/configuration'
import type { Network, Weights } from '../models/network'
import { RandomStream } from '../random/stream'
import type { ImageShape } from './positions'
import type { ReachMap } from './reachMap'

/** Values whose gradients are computed at a time. */
const together = 16

/**
 * What each logit does depend on: for every value of a random image, the values by which the gradient of its
 * logits, mixed at random, is anything but exactly zero. Awaits `breathe` between batches.
 */
export async function measuredReach(
  network: Network,
  weights: Weights,
  shape: ImageShape,
  seed: number,
  breathe: () => Promise<void>,
): Promise<ReachMap> {
  const { levels } = network.configuration
  const { height, width, channels } = shape
  const values = height * width * channels
  const perChannel = logitsPerChannel({ levels })
  const image = randomImage(values, levels, seed)
  const mixture = new RandomStream(seed, 'draw').fillNormal(new Float32Array(perChannel))
  const map: bigint[] = []
  for (let first = 0; first < values; first += together) {
    await breathe()
    const count = Math.min(together, values - first)
    // Copy i of the image is asked for the gradient of the logits of value first + i.
    const pixels = new Float32Array(count * values)
    const chosen = new Float32Array(count * values * perChannel)
    for (let i = 0; i < count; i++) {
      pixels.set(image, i * values)
      chosen.set(mixture, (i * values + first + i) * perChannel)
    }
    const gradients = tf.tidy(() => {
      const wanted = tf.tensor4d(chosen, [count, height, width, channels * perChannel])
      const sum = (x: tf.Tensor): tf.Tensor =>
        tf.sum(tf.mul(network.logits(weights, x as tf.Tensor4D), wanted))
      return tf.grad(sum)(tf.tensor4d(pixels, [count, height, width, channels]))
    })
    const flat = await gradients.data()
    gradients.dispose()
    for (let i = 0; i < count; i++) {
      let seen = 0n
      for (let v = 0; v < values; v++) if (flat[i * values + v] !== 0) seen |= 1n << BigInt(v)
      map.push(seen)
    }
  }
  return map
}

/** The union of two maps. */
export function eitherReach(a: ReachMap, b: ReachMap): ReachMap {
  return a.map((set, value) => set | (b[value] ?? 0n))
}

/** Random levels 0..levels-1. */
export function randomImage(values: number, levels: number, seed: number): Uint8Array {
  const uniforms = new RandomStream(seed, 'order').fillUniform(new Float64Array(values))
  return Uint8Array.from(uniforms, (u) => Math.floor(u * levels))
}
