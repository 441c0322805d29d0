import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import { logitsPerChannel } from '../../shared/model/configuration'
import type { Network, Weights } from '../models/network'
import { onDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import { batchTensor, type ImageBatch } from './nats'
import { deviceNats } from './deviceNats'
import { plannedNats } from './plannedNats'

/** Images with hidden pixels: those with a 1 in `unknown` [count, height, width]. */
export interface HiddenBatch extends ImageBatch {
  readonly unknown: Uint8Array
}

/** `unknown` as a tensor [count, height, width, 1]. The caller disposes it. */
export function maskTensor(
  { count, height, width }: Pick<ImageBatch, 'count' | 'height' | 'width'>,
  unknown: Uint8Array,
): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(unknown), [count, height, width, 1])
}

/**
 * -log p of each image's hidden pixels, each given all pixels before it and, by the conditioning network, all known
 * ones: [N] nats, differentiable by the network's weights.
 */
export function hiddenNatsOf(
  network: Network,
  weights: Weights,
  pixels: tf.Tensor4D,
  unknown: tf.Tensor4D,
): tf.Tensor1D {
  const { conditioner, configuration } = network
  if (!conditioner) throw new PixelloomError('internal', 'A model without a conditioning network.')
  const { levels } = configuration
  const logits = tf.add<tf.Tensor4D>(
    network.logits(weights, pixels),
    conditioner.logits(weights, pixels, unknown),
  )
  const nats =
    levels === 2 ? bernoulli(logits, pixels) : multinomial(logits, pixels, logitsPerChannel(configuration))
  return tf.sum(tf.reshape(tf.mul(nats, unknown), [pixels.shape[0], -1]), 1)
}

/** The same of a batch, [count], by kernels where there are some. */
export async function hiddenNats(
  network: Network,
  weights: Weights,
  batch: HiddenBatch,
): Promise<Float32Array> {
  return onDevice(
    (device) => deviceNats(device, network, weights, batch),
    () => {
      const kernels = activeKernels()
      return kernels
        ? plannedNats(kernels, network, weights, batch)
        : composedHiddenNats(network, weights, batch)
    },
  )
}

/** The same by tfjs' operations: what others are held against. */
export async function composedHiddenNats(
  network: Network,
  weights: Weights,
  batch: HiddenBatch,
): Promise<Float32Array> {
  const nats = tf.tidy(() => {
    const pixels = batchTensor(batch, network.configuration.channels)
    return hiddenNatsOf(network, weights, pixels, maskTensor(batch, batch.unknown))
  })
  try {
    return Float32Array.from(await nats.data())
  } finally {
    nats.dispose()
  }
}

function bernoulli(logits: tf.Tensor4D, pixels: tf.Tensor4D): tf.Tensor4D {
  return tf.softplus(tf.mul<tf.Tensor4D>(logits, tf.sub(1, tf.mul(pixels, 2))))
}

function multinomial(logits: tf.Tensor4D, pixels: tf.Tensor4D, levels: number): tf.Tensor4D {
  const rows: tf.Tensor2D = tf.reshape(logits, [-1, levels])
  const chosen = tf.oneHot(tf.cast(tf.reshape(pixels, [-1]), 'int32'), levels)
  const own = tf.sum(tf.mul(tf.logSoftmax(rows), chosen), 1)
  return tf.neg(tf.reshape(own, pixels.shape))
}
