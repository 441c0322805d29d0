import { joined, parted } from '../models/flatWeights'
import type { Network } from '../models/network'
import type { DeviceArrays, DevicePlan, DevicePlanUse, PlanDevice } from '../plans/device'
import { averageShare, copyOf } from './average'
import { flatOptimizer } from './flatOptimizer'
import { flatState, hasStepped, restoredArrays } from './flatState'
import { diverged, normLimit, type Trainer, type TrainerOptions, type TrainingStep } from './trainer'

/**
 * A trainer whose whole step is a program on a device of its own memory: weights, gradients, the optimizer's state
 * and the average stay there, and are fetched when they are asked for. The same as the composed one but for rounding.
 */
export function createDeviceTrainer(
  device: PlanDevice,
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const { optimizer: name = 'rmsprop', average, microBatch } = options
  const training = { optimizer: name, average: Boolean(average) }
  const optimizer = flatOptimizer(name)
  const begin = joined(network, weights)
  let learningRate = options.learningRate
  let steps = 0
  let started = false
  /** For what is restored, whose average is its own; only the weights are not. */
  const template = { weights: begin, average: training.average ? begin : undefined }
  /** All as it was when it was last fetched or put in; undefined once the device has gone on from there. */
  let known: DeviceArrays | undefined = {
    weights: begin,
    state: optimizer.arrays.map(() => new Float32Array(begin.length)),
    ...(training.average && { average: begin.slice() }),
  }
  let plan: DevicePlan | undefined
  /** What a plan that is gone was asked for last. */
  let last: Promise<DeviceArrays> | undefined

  const arrays = async (): Promise<DeviceArrays> => {
    known ??= await (plan?.read() ?? last)
    if (!known) throw new Error('no weights')
    return known
  }
  /** Gives the device's memory back, once all has been fetched that nobody else knows. */
  const free = (): void => {
    const old = plan
    plan = undefined
    if (!old) return
    if (known) return old.dispose()
    last = old.read().finally(() => old.dispose())
    // Whoever asks for the weights will hear of it.
    last.catch(() => undefined)
  }
  const use = (batch: number, height: number, width: number): DevicePlanUse => ({
    ...{ batch, height, width, training, atOnce: microBatch },
    conditioned: network.conditioner !== undefined,
  })
  const planFor = async (batch: number, height: number, width: number): Promise<DevicePlan> => {
    const { shape } = plan ?? {}
    if (plan && shape?.batch === batch && shape.height === height && shape.width === width) return plan
    const values = await arrays()
    free()
    plan = device.plan(network, use(batch, height, width))
    plan.write(values)
    return plan
  }
  const step = async (
    ...[pixels, count, height, width, unknown]: Parameters<Trainer['step']>
  ): Promise<TrainingStep> => {
    const current = await planFor(count, height, width)
    const change = {
      ...{ learningRate, step: steps + 1 },
      averageShare: average ? averageShare(average, steps + 1) : 0,
      limit: normLimit(options, height * width * network.configuration.channels),
    }
    const { nats, gradientNorm, taken, stillNumbers } = await current.step(pixels, count, change, unknown)
    // What was not taken has left all as it was.
    if (!taken) throw diverged('loss', { learningRate })
    known = undefined
    steps += 1
    started = true
    if (!stillNumbers) throw diverged('weight', { learningRate })
    return { nats: nats.reduce((sum, value) => sum + value, 0) / count, gradientNorm }
  }

  return {
    get learningRate() {
      return learningRate
    },
    set learningRate(rate) {
      learningRate = rate
    },
    step,
    weights: async () => copyOf(parted(network, (await arrays()).weights)),
    averaged: async () => {
      const { weights, average } = await arrays()
      return copyOf(parted(network, average ?? weights))
    },
    state: async () => flatState(network, optimizer, await arrays(), started),
    restore(saved, done) {
      const settings = { name, learningRate, average }
      const restored = restoredArrays(network, optimizer, settings, template, {
        ...{ saved, steps: done },
      })
      const current = known
      free()
      if (current) known = { ...restored, weights: current.weights }
      else {
        last = last?.then(({ weights }) => ({ ...restored, weights }))
        last?.catch(() => undefined)
      }
      steps = done
      started = hasStepped(saved)
    },
    memoryFor: (batch, height, width) => device.bytesOf(network, use(batch, height, width)),
    dispose: free,
  }
}
