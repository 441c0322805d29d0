import * as tf from '@tensorflow/tfjs'
import { logitsPerChannel } from '../../shared/model/configuration'
import type { Network, Weights } from '../models/network'
import { subsampleLevels } from '../ops/subsample'
import type { ImageShape } from './positions'

/** One of the networks that a model draws with: its only one, or the small or the large of a Multi-Scale model. */
export interface Scale {
  readonly network: Network
  /** Its own part of the whole model's weights. */
  readonly weightsOf: (whole: Weights) => Weights
  /** What it is called where there are two: " of the small image", or nothing. */
  readonly words: string
}

/** The networks of a model in the order in which they draw. */
export function scalesOf(network: Network): Scale[] {
  const { multiScale } = network
  const whole: Scale = { network, weightsOf: (weights) => weights, words: '' }
  if (!multiScale) return [whole]
  return [
    { network: multiScale.small, weightsOf: multiScale.smallWeights, words: ' of the small image' },
    whole,
  ]
}

/** Whether a value is copied from the small image, and so known before all that the large network draws. */
export function isCopied({ multiScale }: Network, value: number, { width, channels }: ImageShape): boolean {
  if (!multiScale) return false
  const pixel = Math.floor(value / channels)
  const [row, column] = [Math.floor(pixel / width), pixel % width]
  return row % multiScale.factor === 0 && column % multiScale.factor === 0
}

/** Those values as a set. */
export function copiedValues(network: Network, shape: ImageShape): bigint {
  let set = 0n
  for (let value = 0; value < shape.height * shape.width * shape.channels; value++) {
    if (isCopied(network, value, shape)) set |= 1n << BigInt(value)
  }
  return set
}

/** The values of an image in the order in which they are drawn: those of the small image first. */
export function drawingOrder(network: Network, shape: ImageShape): number[] {
  const values = Array.from({ length: shape.height * shape.width * shape.channels }, (_, value) => value)
  return [
    ...values.filter((value) => isCopied(network, value, shape)),
    ...values.filter((value) => !isCopied(network, value, shape)),
  ]
}

/** Nats of every value of one image given those drawn before it, by position, in doubles from the logits. */
export async function natsOfValues(
  network: Network,
  weights: Weights,
  image: Uint8Array,
  shape: ImageShape,
): Promise<Float64Array> {
  const { height, width, channels } = shape
  const { levels } = network.configuration
  const perChannel = logitsPerChannel({ levels })
  const logits = tf.tidy(() =>
    network.logits(weights, tf.tensor4d(Float32Array.from(image), [1, height, width, channels])),
  )
  const flat = await logits.data()
  logits.dispose()
  const nats = Float64Array.from(image, (level, value) => {
    const own = Array.from(flat.subarray(value * perChannel, (value + 1) * perChannel))
    const scores = levels === 2 ? [0, own[0] ?? NaN] : own
    const largest = Math.max(...scores)
    const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0)
    return Math.log(sum) + largest - (scores[level] ?? NaN)
  })
  if (!network.multiScale) return nats
  const { factor, small, smallWeights } = network.multiScale
  const copies = subsampleLevels(image, height, width, channels, factor)
  const smallShape = { height: Math.ceil(height / factor), width: Math.ceil(width / factor), channels }
  const inSmall = await natsOfValues(small, smallWeights(weights), copies, smallShape)
  // Both run row by row, so that the n-th copied value is the small image's n-th.
  let n = 0
  return nats.map((own, value) => (isCopied(network, value, shape) ? (inSmall[n++] ?? NaN) : own))
}
