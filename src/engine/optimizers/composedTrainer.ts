import { natsAndGradients } from '../likelihood/gradients'
import type { Network } from '../models/network'
import type { FlatWeights } from '../models/weights'
import { copyOf, WeightAverage } from './average'
import { globalNorm } from './clipping'
import { createOptimizer } from './createOptimizer'
import { diverged, stepScale, type Trainer, type TrainerOptions } from './trainer'
import { splitState, withAverage } from './trainerState'

/** A trainer of plain tfjs operations, on whatever runtime computes: what the planned one is compared with. */
export function createComposedTrainer(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const current = copyOf(weights)
  const optimizer = createOptimizer(options.optimizer ?? 'rmsprop', options.learningRate)
  const average = options.average ? new WeightAverage(weights, options.average) : undefined
  let steps = 0

  return {
    get learningRate() {
      return optimizer.learningRate
    },
    set learningRate(rate) {
      optimizer.learningRate = rate
    },

    async step(pixels, count, height, width, unknown) {
      const batch = { pixels, count, height, width, ...(network.conditioner && { unknown }) }
      const { nats, gradients } = await natsAndGradients(network, current, batch)
      const gradientNorm = globalNorm(gradients)
      if (!Number.isFinite(nats) || !Number.isFinite(gradientNorm)) throw diverged('The loss is', optimizer)
      const dimensions = height * width * network.configuration.channels
      optimizer.step(current, gradients, stepScale(gradientNorm, options, dimensions))
      steps += 1
      if (!allFinite(current)) throw diverged('A weight is', optimizer)
      average?.add(current, steps)
      return { nats, gradientNorm }
    },

    weights: () => Promise.resolve(copyOf(current)),
    averaged: () => Promise.resolve(average?.weights() ?? copyOf(current)),
    state: () => Promise.resolve(withAverage(optimizer.state(), average?.weights())),
    restore(state, done) {
      const saved = splitState(state)
      optimizer.restore(saved.optimizer, current, done)
      average?.restore(saved.average)
      steps = done
    },
    memoryFor: () => undefined,
    dispose() {
      // All there is are arrays of JavaScript's own.
    },
  }
}

function allFinite(weights: FlatWeights): boolean {
  for (const values of weights.values()) {
    for (const value of values) if (!Number.isFinite(value)) return false
  }
  return true
}
