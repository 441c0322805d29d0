import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import { batchTensor, type ImageBatch } from '../likelihood/nats'
import type { Network } from '../models/network'
import { disposeTensors, type FlatWeights, sizeOf, toTensors } from '../models/weights'
import { pixelCrossEntropy } from '../ops/pixelCrossEntropy'
import { clippingScale, globalNorm } from './clipping'
import { RmsProp } from './rmsprop'

export interface TrainerOptions {
  readonly learningRate: number
  /**
   * The largest norm of the gradient of mean nats an image that is let through; longer ones are
   * shortened to it. Where left out: one nat a dimension, H W C, many times what training shows after
   * its first steps. RMSProp divides by the gradient's own size, so a limit that always holds changes
   * nothing; it is there for the one batch that would throw the weights far off.
   */
  readonly clipNorm?: number
}

export interface TrainingStep {
  /** Mean nats an image of the batch, before the step. */
  readonly nats: number
  /** Norm of its gradient by all weights, before clipping. */
  readonly gradientNorm: number
}

/** Weights in training, with the optimizer's state. Keeps no tensors between steps. */
export interface Trainer {
  /** May be changed between steps. */
  learningRate: number
  /**
   * One step of RMSProp on the mean nats of `batch` images [batch, height, width, C] of levels.
   * `diverged` where loss or gradient is no longer a number; the weights are then as before the step.
   */
  step(pixels: Uint8Array | Float32Array, batch: number, height: number, width: number): Promise<TrainingStep>
  /** A copy of the weights. */
  weights(): FlatWeights
  /** A copy of the optimizer's state, one array for each parameter that has one. */
  state(): Map<string, Float32Array>
  /** Takes up a saved state of the optimizer; `model-damaged` where it doesn't fit. */
  restore(state: ReadonlyMap<string, Float32Array>): void
}

/** A trainer that begins with a copy of `weights`. */
export function createTrainer(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  { learningRate, clipNorm }: TrainerOptions,
): Trainer {
  const current: FlatWeights = new Map([...weights].map(([name, values]) => [name, values.slice()]))
  const optimizer = new RmsProp({ learningRate })

  return {
    get learningRate() {
      return optimizer.learningRate
    },
    set learningRate(rate) {
      optimizer.learningRate = rate
    },

    async step(pixels, count, height, width) {
      const { nats, gradients } = await natsAndGradients(network, current, { pixels, count, height, width })
      const gradientNorm = globalNorm(gradients)
      if (!Number.isFinite(nats) || !Number.isFinite(gradientNorm)) {
        throw new PixelloomError(
          'diverged',
          `The loss is no longer a number. Train with a smaller learning rate than ${optimizer.learningRate}.`,
        )
      }
      const limit = clipNorm ?? height * width * network.configuration.channels
      optimizer.step(current, gradients, clippingScale(gradientNorm, limit))
      return { nats, gradientNorm }
    },

    weights: () => new Map([...current].map(([name, values]) => [name, values.slice()])),
    state: () => optimizer.state(),
    restore: (state) => optimizer.restore(state, current),
  }
}

/** Mean nats an image and its gradient by every parameter, from one pass forth and back. */
export async function natsAndGradients(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  batch: ImageBatch,
): Promise<{ nats: number; gradients: Map<string, Float32Array> }> {
  const { channels, levels } = network.configuration
  const tensors = toTensors(network, weights)
  const names = [...tensors.keys()]
  let flat: tf.Tensor1D
  try {
    // One flat tensor, so that a runtime on a card is read from only once.
    flat = tf.tidy(() => {
      const pixels = batchTensor(batch, channels)
      const meanNats = (...values: tf.Tensor[]): tf.Scalar => {
        const byName = new Map(names.map((name, i) => [name, values[i] as tf.Tensor]))
        return tf.mean(pixelCrossEntropy(network.logits(byName, pixels), pixels, levels))
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
