import { joined, parted } from '../models/flatWeights'
import type { Network } from '../models/network'
import { encode } from '../plans/builder'
import { compilePlan } from '../plans/compile'
import type { Kernels } from '../plans/kernels'
import { Plan } from '../plans/plan'
import { averageShare, copyOf } from './average'
import { globalNorm } from './clipping'
import { flatOptimizer, type FlatOptimizer, type FlatStep } from './flatOptimizer'
import { type FlatArrays, flatState, hasStepped, restoredArrays } from './flatState'
import { PartialMeans, partSize, partsOf, valuesOf } from './parts'
import { diverged, stepScale, type Trainer, type TrainerOptions, type TrainingStep } from './trainer'

/**
 * A trainer whose whole step is a program of kernels: weights, gradients, the optimizer's state and the average
 * stay in the plan's memory from step to step. The same as the composed one but for rounding; and from the same
 * weights, batches and number of threads bit for bit the same again.
 */
export function createPlannedTrainer(
  kernels: Kernels,
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const { optimizer: name = 'rmsprop', average } = options
  const optimizer = flatOptimizer(name)
  let learningRate = options.learningRate
  let steps = 0
  let started = false
  /** Where all is while there is no plan: how large images are is known at the first step only. */
  const begin = joined(network, weights)
  let idle: FlatArrays | undefined = {
    weights: begin,
    state: optimizer.arrays.map(() => new Float32Array(begin.length)),
    average: average ? begin.slice() : undefined,
  }
  let training: PlannedTraining | undefined

  const arrays = (): FlatArrays => {
    const found = training?.arrays ?? idle
    if (!found) throw new Error('no weights')
    return found
  }
  /** Takes all out of the plan's memory, and gives that back. */
  const rest = (): FlatArrays => {
    const { weights, state, average } = arrays()
    idle = { weights: weights.slice(), state: state.map((a) => a.slice()), average: average?.slice() }
    training?.plan.dispose()
    training = undefined
    return idle
  }
  const trainingOf = (batch: number, height: number, width: number): PlannedTraining => {
    const { plan } = training ?? {}
    if (
      training &&
      plan?.shape.batch === batch &&
      plan.shape.height === height &&
      plan.shape.width === width
    ) {
      return training
    }
    const values = rest()
    training = new PlannedTraining(kernels, network, optimizer, { batch, height, width }, values)
    idle = undefined
    return training
  }
  /** Mean nats of a batch, and the norm of its gradient, which the plan has then. */
  const runParts = (
    pixels: Uint8Array | Float32Array,
    count: number,
    plan: Plan,
    unknown?: Uint8Array,
  ): TrainingStep => {
    const { batch, height, width } = plan.shape
    const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0)
    const parts = partsOf(count, options.microBatch)
    if (parts.length === 1) {
      const nats = total(plan.run(pixels, count, unknown)) / count
      return { nats, gradientNorm: plan.sumGradients() }
    }
    const cells = height * width
    const sums = new PartialMeans()
    let nats = 0
    for (const part of parts) {
      const levels = valuesOf(pixels, part, cells * network.configuration.channels)
      nats += total(plan.run(levels, part.count, unknown && valuesOf(unknown, part, cells))) / count
      plan.sumGradients()
      // A plan's gradient is of a mean over as many images as it is made for, also where it had fewer.
      sums.add('all', plan.gradients, batch / count)
    }
    const means = sums.means()
    for (const values of means.values()) plan.gradients.set(values)
    return { nats, gradientNorm: globalNorm(means) }
  }
  const step = (
    pixels: Uint8Array | Float32Array,
    count: number,
    height: number,
    width: number,
    unknown?: Uint8Array,
  ) => {
    const training = trainingOf(partSize(count, options.microBatch), height, width)
    const { plan } = training
    const { nats, gradientNorm } = runParts(pixels, count, plan, unknown)
    if (!Number.isFinite(nats) || !Number.isFinite(gradientNorm)) throw diverged('loss', { learningRate })
    steps += 1
    started = true
    const stillNumbers = training.update({
      scale: stepScale(gradientNorm, options, height * width * network.configuration.channels),
      learningRate,
      step: steps,
      averageShare: average ? averageShare(average, steps) : 0,
    })
    if (!stillNumbers) throw diverged('weight', { learningRate })
    plan.pack()
    return { nats, gradientNorm }
  }

  return {
    get learningRate() {
      return learningRate
    },
    set learningRate(rate) {
      learningRate = rate
    },
    // What is thrown becomes a rejection.
    step: (...batch) => new Promise((resolve) => resolve(step(...batch))),
    weights: () => Promise.resolve(copyOf(parted(network, arrays().weights))),
    averaged: () => Promise.resolve(copyOf(parted(network, arrays().average ?? arrays().weights))),
    state: () => Promise.resolve(flatState(network, optimizer, arrays(), started)),
    restore(saved, done) {
      const settings = { name, learningRate, average }
      idle = restoredArrays(network, optimizer, settings, rest(), { saved, steps: done })
      steps = done
      started = hasStepped(saved)
    },
    memoryFor(batch, height, width) {
      const extraArrays = optimizer.arrays.length + (average ? 1 : 0)
      const conditioned = network.conditioner !== undefined
      return compilePlan(kernels, network, { batch, height, width, train: true, extraArrays, conditioned })
        .bytes
    },
    dispose: () => void rest(),
  }
}

/** A plan with its optimizer. */
class PlannedTraining {
  readonly plan: Plan
  /** Views on the plan's memory. */
  readonly arrays: FlatArrays
  private readonly instruction: ReturnType<Plan['instruction']>

  constructor(
    kernels: Kernels,
    network: Network,
    private readonly optimizer: FlatOptimizer,
    shape: { batch: number; height: number; width: number },
    values: FlatArrays,
  ) {
    const all = [...values.state, ...(values.average ? [values.average] : [])]
    this.plan = new Plan(kernels, network, {
      ...{ ...shape, train: true, extraArrays: all.length },
      conditioned: network.conditioner !== undefined,
    })
    this.plan.weights.set(values.weights)
    this.plan.pack()
    all.forEach((array, i) => this.plan.extras[i]?.set(array))
    this.arrays = {
      weights: this.plan.weights,
      state: this.plan.extras.slice(0, values.state.length),
      average: this.plan.extras[values.state.length],
    }
    this.instruction = this.plan.instruction(
      this.words({ scale: 0, learningRate: 0, step: 1, averageShare: 0 }),
    )
  }

  /** Moves the weights; false where not all of them are numbers any more. */
  update(step: FlatStep): boolean {
    this.instruction.words.set(encode(this.words(step)))
    this.plan.runFlat(this.instruction.section)
    return this.plan.threadFlags().every((flag) => flag === 1)
  }

  private words(step: FlatStep): ReturnType<FlatOptimizer['instruction']> {
    return this.optimizer.instruction(this.plan.pieces, this.plan.count, step)
  }
}
