import * as tf from '@tensorflow/tfjs'
import type { Network, Weights } from '../models/network'
import { onDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import { pixelCrossEntropy } from '../ops/pixelCrossEntropy'
import { subsample } from '../ops/subsample'
import { deviceNats } from './deviceNats'
import { plannedNats } from './plannedNats'

/** Images to look at: `pixels` holds levels 0..levels-1, [count, height, width, channels], flat. */
export interface ImageBatch {
  readonly pixels: Uint8Array | Float32Array
  readonly count: number
  readonly height: number
  readonly width: number
}

/** A batch as a tensor of floats [count, height, width, channels]. The caller disposes it. */
export function batchTensor({ pixels, count, height, width }: ImageBatch, channels: number): tf.Tensor4D {
  const floats = pixels instanceof Float32Array ? pixels : Float32Array.from(pixels)
  return tf.tensor4d(floats, [count, height, width, channels])
}

/**
 * The exact -log p of each image [N, H, W, C], levels as floats, in nats: [N], differentiable by the weights.
 * Of a Multi-Scale model: that of the small image, and that of all other pixels given the small image.
 */
export function natsOf(network: Network, weights: Weights, pixels: tf.Tensor4D): tf.Tensor1D {
  const { levels } = network.configuration
  const { multiScale } = network
  const logits = network.logits(weights, pixels)
  if (!multiScale) return pixelCrossEntropy(logits, pixels, levels)
  const { factor, small, smallWeights } = multiScale
  const others = pixelCrossEntropy(logits, pixels, levels, factor)
  return tf.add(natsOf(small, smallWeights(weights), subsample(pixels, factor)), others)
}

/** The exact -log p of each image, in nats: [count]. One pass through the network. */
export async function imageNats(
  network: Network,
  weights: Weights,
  batch: ImageBatch,
): Promise<Float32Array> {
  return onDevice(
    (device) => deviceNats(device, network, weights, batch),
    () => {
      const kernels = activeKernels()
      return kernels ? plannedNats(kernels, network, weights, batch) : composedNats(network, weights, batch)
    },
  )
}

/** The same by tfjs' operations, one after another, whatever the runtime has besides: what others are held against. */
export async function composedNats(
  network: Network,
  weights: Weights,
  batch: ImageBatch,
): Promise<Float32Array> {
  const { channels } = network.configuration
  const nats = tf.tidy(() => natsOf(network, weights, batchTensor(batch, channels)))
  try {
    return Float32Array.from(await nats.data())
  } finally {
    nats.dispose()
  }
}

/** Nats of an image as bits per dimension (section 5.2): nats / (H W C ln 2). */
export function bitsPerDimension(nats: number, dimensions: number): number {
  return nats / (dimensions * Math.LN2)
}
