import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { OptimizerName } from '../../shared/training'
import { batchTensor, type ImageBatch, natsOf } from '../likelihood/nats'
import type { Network } from '../models/network'
import { disposeTensors, type FlatWeights, sizeOf, toTensors } from '../models/weights'
import { copyOf, WeightAverage } from './average'
import { clippingScale, globalNorm } from './clipping'
import { createOptimizer } from './createOptimizer'

export interface TrainerOptions {
  readonly learningRate: number
  /**
   * The largest norm of the gradient of mean nats an image that is let through; longer ones are
   * shortened to it. Where left out: one nat a dimension, H W C, many times what training shows after
   * its first steps. Both optimizers divide by the gradient's own size, so a limit that always holds changes
   * nothing; it is there for the one batch that would throw the weights far off. 0 lets all through.
   */
  readonly clipNorm?: number
  /** RMSProp where left out, as in the paper (section 5.1). */
  readonly optimizer?: OptimizerName
  /** What an average of the weights keeps of itself at each step, 0 to below 1; without it there is none. */
  readonly average?: number
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
   * One step on the mean nats of `batch` images [batch, height, width, C] of levels. `diverged` where loss or
   * gradient is no longer a number, the weights being then as before the step; or where the weights after
   * it are not all numbers, and the training is lost.
   */
  step(pixels: Uint8Array | Float32Array, batch: number, height: number, width: number): Promise<TrainingStep>
  /** A copy of the weights. */
  weights(): FlatWeights
  /** A copy of their average, or of the weights themselves where none is kept: what is judged and used. */
  averaged(): FlatWeights
  /** A copy of all that is needed to go on, besides the weights: the optimizer's state and the average. */
  state(): Map<string, Float32Array>
  /** Takes up the state after `steps` steps; `model-damaged` where it doesn't fit. */
  restore(state: ReadonlyMap<string, Float32Array>, steps: number): void
}

/** Begins the names of the average's arrays in a saved state; what follows is the parameter's. */
const averagePrefix = 'average/'

/** A trainer that begins with a copy of `weights`. */
export function createTrainer(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const current = copyOf(weights)
  const optimizer = createOptimizer(options.optimizer ?? 'rmsprop', options.learningRate)
  const average = options.average ? new WeightAverage(weights, options.average) : undefined
  let steps = 0
  const diverged = (what: string): PixelloomError =>
    new PixelloomError(
      'diverged',
      `${what} no longer a number. Train with a smaller learning rate than ${optimizer.learningRate}.`,
    )

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
      if (!Number.isFinite(nats) || !Number.isFinite(gradientNorm)) throw diverged('The loss is')
      const limit = options.clipNorm ?? height * width * network.configuration.channels
      const scale = limit > 0 ? clippingScale(gradientNorm, limit) : 1
      optimizer.step(current, gradients, scale)
      steps += 1
      if (!allFinite(current)) throw diverged('A weight is')
      average?.add(current, steps)
      return { nats, gradientNorm }
    },

    weights: () => copyOf(current),
    averaged: () => average?.weights() ?? copyOf(current),
    state() {
      const averaged = [...(average?.weights() ?? [])]
      return new Map([
        ...optimizer.state(),
        ...averaged.map(([name, values]) => [averagePrefix + name, values] as const),
      ])
    },
    restore(state, done) {
      const entries = [...state]
      const isAverage = ([name]: [string, Float32Array]): boolean => name.startsWith(averagePrefix)
      optimizer.restore(new Map(entries.filter((entry) => !isAverage(entry))), current, done)
      average?.restore(
        new Map(
          entries.filter(isAverage).map(([name, values]) => [name.slice(averagePrefix.length), values]),
        ),
      )
      steps = done
    },
  }
}

function allFinite(weights: FlatWeights): boolean {
  for (const values of weights.values()) {
    for (const value of values) if (!Number.isFinite(value)) return false
  }
  return true
}

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
