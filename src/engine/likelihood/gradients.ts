import * as tf from '@tensorflow/tfjs'
import { conditionerPrefix } from '../models/conditioner'
import { parameterOf } from '../models/layer'
import type { Network } from '../models/network'
import { disposeTensors, sizeOf, toTensors } from '../models/weights'
import { hiddenNatsOf, maskTensor } from './hiddenNats'
import { batchTensor, type ImageBatch, natsOf } from './nats'

/**
 * Mean nats an image and its gradient by every parameter, from one pass forth and back. With `unknown` those of hidden
 * pixels, with the conditioning network, whose parameters alone then have a gradient.
 */
export async function natsAndGradients(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  batch: ImageBatch & { readonly unknown?: Uint8Array | undefined },
): Promise<{ nats: number; gradients: Map<string, Float32Array> }> {
  const { channels } = network.configuration
  const tensors = toTensors(network, weights)
  const { unknown } = batch
  const names = [...tensors.keys()].filter((name) => !unknown || name.startsWith(conditionerPrefix))
  let flat: tf.Tensor1D
  try {
    // One flat tensor, so that a runtime on a card is read from only once.
    flat = tf.tidy(() => {
      const pixels = batchTensor(batch, channels)
      const meanNats = (...values: tf.Tensor[]): tf.Scalar => {
        const byName = new Map([
          ...tensors,
          ...names.map((name, i) => [name, values[i] as tf.Tensor] as const),
        ])
        if (!unknown) return tf.mean(natsOf(network, byName, pixels))
        return tf.mean(hiddenNatsOf(network, byName, pixels, maskTensor(batch, unknown)))
      }
      const { value, grads } = tf.valueAndGrads(meanNats)(names.map((name) => parameterOf(tensors, name)))
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
