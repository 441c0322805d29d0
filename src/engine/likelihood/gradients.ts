import * as tf from '@tensorflow/tfjs'
import type { Network } from '../models/network'
import { disposeTensors, sizeOf, toTensors } from '../models/weights'
import { batchTensor, type ImageBatch, natsOf } from './nats'

/** Mean nats an image and its gradient by every parameter, from one pass forth and back. */
export async function natsAndGradients(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  batch: ImageBatch,
): Promise<{ nats: number; gradients: Map<string, Float32Array> }> {
  const { channels } = network.configuration
  const tensors = toTensors(network, weights)
  const names = [...tensors.keys()]
  let flat: tf.Tensor1D
  try {
    // One flat tensor, so that a runtime on a card is read from only once.
    flat = tf.tidy(() => {
      const pixels = batchTensor(batch, channels)
      const meanNats = (...values: tf.Tensor[]): tf.Scalar => {
        const byName = new Map(names.map((name, i) => [name, values[i] as tf.Tensor]))
        return tf.mean(natsOf(network, byName, pixels))
      }
      const { value, grads } = tf.valueAndGrads(meanNats)([...tensors.values()])
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
    gradients.set(specification.name, values.subarray(offset, offset + size))
    offset += size
  }
  return { nats: values[0] ?? NaN, gradients }
}
