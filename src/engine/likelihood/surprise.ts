import type { Tensor4D } from '@tensorflow/tfjs'
import type { Network, Weights } from '../models/network'
import { subsampleLevels } from '../ops/subsample'
import { batchTensor } from './nats'

/** How likely every value of one picture was, pixel by pixel. */
export interface Surprise {
  /** [height, width]: -log p of each pixel given those before it, its channels summed, in nats. Their sum is the picture's. */
  readonly nats: Float32Array
  /** [height, width, channels, levels]: log p of every level that a value could have had, given those before it. */
  readonly logProbabilities: Float32Array
}

/** A picture to look at: levels [height, width, channels]. */
export interface LookedAt {
  readonly pixels: Uint8Array
  readonly height: number
  readonly width: number
}

/**
 * What a model expected at every pixel of a picture, in one pass by tfjs' operations (section 2.1). In a Multi-Scale
 * model the pixels that are copied from the small image are those of the small network, given the small pixels
 * before them.
 */
export async function surpriseOf(network: Network, weights: Weights, picture: LookedAt): Promise<Surprise> {
  const { channels, levels } = network.configuration
  const { pixels, height, width } = picture
  const logits = await logitsOf(network, weights, picture)
  const logProbabilities = new Float32Array(pixels.length * levels)
  const perChannel = logits.length / pixels.length
  for (let value = 0; value < pixels.length; value++) {
    const own = logits.subarray(value * perChannel, (value + 1) * perChannel)
    logShares(own, logProbabilities.subarray(value * levels, (value + 1) * levels))
  }
  if (network.multiScale) await copySmall(network.multiScale, weights, picture, channels, logProbabilities)
  const nats = new Float32Array(height * width)
  for (let pixel = 0; pixel < nats.length; pixel++) {
    let sum = 0
    for (let value = pixel * channels; value < (pixel + 1) * channels; value++) {
      sum -= logProbabilities[value * levels + (pixels[value] ?? 0)] ?? NaN
    }
    nats[pixel] = sum
  }
  return { nats, logProbabilities }
}

async function logitsOf(
  network: Network,
  weights: Weights,
  { pixels, height, width }: LookedAt,
): Promise<Float32Array> {
  const input = batchTensor({ pixels, count: 1, height, width }, network.configuration.channels)
  let logits: Tensor4D | undefined
  try {
    logits = network.logits(weights, input)
    return Float32Array.from(await logits.data())
  } finally {
    input.dispose()
    logits?.dispose()
  }
}

/** log softmax of a value's logits; a single one is that of level 1 against 0. */
function logShares(logits: Float32Array, result: Float32Array): void {
  const one = logits.length === 1
  const at = (level: number): number => (one ? (level === 1 ? (logits[0] ?? 0) : 0) : (logits[level] ?? 0))
  let largest = -Infinity
  for (let level = 0; level < result.length; level++) largest = Math.max(largest, at(level))
  let sum = 0
  for (let level = 0; level < result.length; level++) sum += Math.exp(at(level) - largest)
  const log = Math.log(sum) + largest
  for (let level = 0; level < result.length; level++) result[level] = at(level) - log
}

/** Puts what the small network expects into the places of the pixels that are copies of its image. */
async function copySmall(
  { factor, small, smallWeights }: NonNullable<Network['multiScale']>,
  weights: Weights,
  { pixels, height, width }: LookedAt,
  channels: number,
  logProbabilities: Float32Array,
): Promise<void> {
  const picture = {
    pixels: subsampleLevels(pixels, height, width, channels, factor),
    ...{ height: Math.ceil(height / factor), width: Math.ceil(width / factor) },
  }
  const own = await surpriseOf(small, smallWeights(weights), picture)
  const length = channels * small.configuration.levels
  for (let pixel = 0; pixel < picture.height * picture.width; pixel++) {
    const [row, column] = [Math.floor(pixel / picture.width), pixel % picture.width]
    const to = (row * factor * width + column * factor) * length
    logProbabilities.set(own.logProbabilities.subarray(pixel * length, (pixel + 1) * length), to)
  }
}
