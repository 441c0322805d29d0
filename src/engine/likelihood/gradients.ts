import * as tf from '@tensorflow/tfjs'
import { conditionerPrefix } from '../models/conditioner'
import { parameterOf } from '../models/layer'
import type { Network, Weights } from '../models/network'
import { disposeTensors, sizeOf, toTensors } from '../models/weights'
import { hiddenNatsOf, maskTensor } from './hiddenNats'
import { batchTensor, type ImageBatch, natsOf } from './nats'

/** Images to learn from, and of a network with a conditioner which of their pixels are hidden. */
export type LearningBatch = ImageBatch & { readonly unknown?: Uint8Array | undefined }

/**
 * Mean nats an image and its gradient by every parameter, from one pass forth and back. With `unknown` those of hidden
 * pixels, with the conditioning network, whose parameters alone then have a gradient.
 */
export async function natsAndGradients(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  batch: LearningBatch,
): Promise<{ nats: number; gradients: Map<string, Float32Array> }> {
  const tensors = toTensors(network, weights)
  const names = trained([...tensors.keys()], batch.unknown)
  let flat: tf.Tensor1D
  try {
    // One flat tensor, so that a runtime on a card is read from only once.
    flat = tf.tidy(() => {
      const { value, grads } = gradientsBy(network, tensors, names, batch)
      return tf.concat1d([value, ...grads].map((tensor) => tf.reshape<tf.Rank.R1>(tensor, [-1])))
    })
  } finally {
    disposeTensors(tensors)
  }
  const values = await flat.data<'float32'>()
  flat.dispose()

  const gradients = new Map<string, Float32Array>()
  let offset = 1
  for (const specification of network.parameters) {
    const size = sizeOf(specification)
    if (!names.includes(specification.name)) {
      gradients.set(specification.name, new Float32Array(size))
      continue
    }
    gradients.set(specification.name, values.subarray(offset, offset + size))
    offset += size
  }
  return { nats: values[0] ?? NaN, gradients }
}

/** Bytes of tensors that the way back needs of the way forth, weights and all. */
export function keptBytes(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  batch: LearningBatch,
): number {
  const before = tf.memory().numBytes
  const tensors = toTensors(network, weights)
  let kept = 0
  const look = (): void => void (kept = tf.memory().numBytes - before)
  try {
    tf.tidy(
      () => void gradientsBy(network, tensors, trained([...tensors.keys()], batch.unknown), batch, look),
    )
  } finally {
    disposeTensors(tensors)
  }
  return kept
}

/** The parameters that have a gradient. */
function trained(names: readonly string[], unknown: Uint8Array | undefined): string[] {
  return names.filter((name) => !unknown || name.startsWith(conditionerPrefix))
}

/** `there`: called between the way forth and the way back. */
function gradientsBy(
  network: Network,
  tensors: Weights,
  names: readonly string[],
  batch: LearningBatch,
  there: () => void = () => undefined,
): { value: tf.Scalar; grads: tf.Tensor[] } {
  const pixels = batchTensor(batch, network.configuration.channels)
  const { unknown } = batch
  const meanNats = (...values: tf.Tensor[]): tf.Scalar => {
    const byName = new Map([...tensors, ...names.map((name, i) => [name, values[i] as tf.Tensor] as const)])
    const nats = unknown
      ? hiddenNatsOf(network, byName, pixels, maskTensor(batch, unknown))
      : natsOf(network, byName, pixels)
    const mean: tf.Scalar = tf.mean(nats)
    there()
    return mean
  }
  return tf.valueAndGrads(meanNats)(names.map((name) => parameterOf(tensors, name)))
}
