import { keptBytes, natsAndGradients } from '../likelihood/gradients'
import type { Network } from '../models/network'
import type { FlatWeights } from '../models/weights'
import { copyOf, WeightAverage } from './average'
import { globalNorm } from './clipping'
import { createOptimizer } from './createOptimizer'
import { PartialMeans, partsOf, valuesOf } from './parts'
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
  let image: ReturnType<typeof imageBytes> | undefined

  return {
    get learningRate() {
      return optimizer.learningRate
    },
    set learningRate(rate) {
      optimizer.learningRate = rate
    },

    async step(pixels, count, height, width, unknown) {
      const batch = { pixels, count, height, width, ...(network.conditioner && { unknown }) }
      const { nats, gradients } = await inParts(network, current, batch, options.microBatch)
      const gradientNorm = globalNorm(gradients)
      if (!Number.isFinite(nats) || !Number.isFinite(gradientNorm)) throw diverged('loss', optimizer)
      const dimensions = height * width * network.configuration.channels
      optimizer.step(current, gradients, stepScale(gradientNorm, options, dimensions))
      steps += 1
      if (!allFinite(current)) throw diverged('weight', optimizer)
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
    memoryFor(count, height, width) {
      image ??= imageBytes(network, current, height, width)
      return copies * image.weights + count * image.kept * wayBack
    },
    dispose() {
      // All there is are arrays of JavaScript's own.
    },
  }
}

/** Tensors of all weights that there are at once: themselves, their gradients, and both in one. */
const copies = 4

/**
 * How many times what it keeps of the way forth a gradient takes at its height, on the way back: 2.8 to 4.5 was
 * measured, the more the fewer levels a model has.
 */
const wayBack = 3

/** Bytes of weights, and of what is kept of one image for its gradient. */
function imageBytes(
  network: Network,
  weights: FlatWeights,
  height: number,
  width: number,
): { weights: number; kept: number } {
  const ownBytes = [...weights.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
  const pixels = new Uint8Array(height * width * network.configuration.channels)
  const batch = { pixels, count: 1, height, width }
  const unknown = network.conditioner && new Uint8Array(height * width).fill(1)
  const kept = keptBytes(network, weights, { ...batch, ...(unknown && { unknown }) })
  return { weights: ownBytes, kept: kept - ownBytes }
}

/** Nats and gradients of a batch, a part at a time. */
async function inParts(
  network: Network,
  weights: FlatWeights,
  batch: Parameters<typeof natsAndGradients>[2],
  most?: number,
): ReturnType<typeof natsAndGradients> {
  const parts = partsOf(batch.count, most)
  if (parts.length === 1) return natsAndGradients(network, weights, batch)
  const cells = batch.height * batch.width
  const sums = new PartialMeans()
  let nats = 0
  for (const part of parts) {
    const share = part.count / batch.count
    const { pixels, unknown } = batch
    const found = await natsAndGradients(network, weights, {
      ...batch,
      count: part.count,
      pixels: valuesOf(pixels, part, cells * network.configuration.channels),
      ...(unknown && { unknown: valuesOf(unknown, part, cells) }),
    })
    nats += share * found.nats
    for (const [name, values] of found.gradients) sums.add(name, values, share)
  }
  return { nats, gradients: sums.means() }
}

function allFinite(weights: FlatWeights): boolean {
  for (const values of weights.values()) {
    for (const value of values) if (!Number.isFinite(value)) return false
  }
  return true
}
