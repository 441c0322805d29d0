import * as tf from '@tensorflow/tfjs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { createNetwork } from '../models/createNetwork'
import { disposeTensors, initialWeights, toTensors } from '../models/weights'
import { randomImage } from './measuredReach'
import { reachMap } from './reachMap'

/** Random weights and images that a field is measured on: a path that ReLUs close in one is open in another. */
const images = 4

/** Features of the network that is measured: many, for the same reason. */
const wide = { hidden: 16, outputFeatures: 32 }

/** What one pixel of a grey image depends on. All of it [size * size], row by row. */
export interface ReceptiveField {
  /** Absolute gradient of the pixel's logit by every value, averaged over random weights and images. */
  readonly gradient: Float64Array
  /** 1 where the definition of the network says that it may depend on it (`reachMap`). */
  readonly defined: Uint8Array
}

/**
 * The receptive field (section 3 of the paper, figures 2 and 4) of the pixel at `row` and `column` of an image
 * of `size` x `size` grey pixels, in two levels, in a network of one scale.
 */
export async function receptiveField(
  part: Pick<ModelConfiguration, 'architecture' | 'layers'>,
  { size, row, column }: { size: number; row: number; column: number },
): Promise<ReceptiveField> {
  const values = size * size
  const pixel = row * size + column
  const network = createNetwork({
    ...part,
    ...wide,
    ...{ size, channels: 1, levels: 2, residual: true, skip: false },
  })
  const gradient = new Float64Array(values)
  for (let seed = 1; seed <= images; seed++) {
    const weights = toTensors(network, initialWeights(network, seed))
    try {
      const flat = await gradientOf(pixel, (x) => network.logits(weights, x), size, seed)
      flat.forEach((value, i) => (gradient[i] = (gradient[i] ?? 0) + Math.abs(value) / images))
    } finally {
      disposeTensors(weights)
    }
  }
  const seen = reachMap(part, { height: size, width: size, channels: 1 })[pixel] ?? 0n
  return {
    gradient,
    defined: Uint8Array.from({ length: values }, (_, v) => Number((seen >> BigInt(v)) & 1n)),
  }
}

/** The gradient of one pixel's logit by every value of a random image. */
async function gradientOf(
  pixel: number,
  logits: (pixels: tf.Tensor4D) => tf.Tensor4D,
  size: number,
  seed: number,
): Promise<Float32Array> {
  const result = tf.tidy(() => {
    const image = tf.tensor4d(Float32Array.from(randomImage(size * size, 2, seed)), [1, size, size, 1])
    return tf.grad((x) => tf.sum(tf.slice(tf.reshape(logits(x as tf.Tensor4D), [-1]), pixel, 1)))(image)
  })
  const flat = await result.data<'float32'>()
  result.dispose()
  return flat
}
