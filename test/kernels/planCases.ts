import { expect } from 'vitest'
import { natsAndGradients } from '../../src/engine/likelihood/gradients'
import { composedNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { parted } from '../../src/engine/models/flatWeights'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, type FlatWeights, toTensors } from '../../src/engine/models/weights'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { randomLevels, randomWeights } from '../engine/fixtures'
import { planned, type TestedKernels } from './support'

/** A model, and images to plan it for. */
export interface PlanCase {
  readonly configuration: ModelConfiguration
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** The same with weights and levels. */
export interface PlanSubject extends PlanCase {
  readonly network: Network
  readonly weights: FlatWeights
  readonly pixels: Uint8Array
}

/** Random weights and images for a case. */
export function subjectOf(one: PlanCase, seed: number): PlanSubject {
  const { configuration, batch, height, width } = one
  const network = createNetwork(configuration)
  return {
    ...one,
    network,
    weights: randomWeights(network, seed),
    pixels: randomLevels(batch * height * width * configuration.channels, configuration.levels, seed + 1),
  }
}

/** Likelihoods and all gradients are what tfjs makes of the composed operations, on 1 and 3 threads. */
export async function expectComposed(tested: readonly TestedKernels[], one: PlanCase): Promise<void> {
  const { batch, height, width } = one
  const { network, weights, pixels } = subjectOf(one, 3)
  const expected = await natsAndGradients(network, weights, { pixels, count: batch, height, width })
  const nats = await natsOf(network, weights, pixels, one)
  const largest = largestOf([...expected.gradients.values()])
  expect(tested.length).toBeGreaterThan(1)
  for (const { title, on } of tested) {
    for (const threads of [1, 3]) {
      const found = planned(on(threads), network, weights, pixels, { batch, height, width, train: true })
      found.nats.forEach((value, i) =>
        expect(Math.abs(value / (nats[i] ?? NaN) - 1), `${title}, nats`).toBeLessThan(1e-5),
      )
      for (const [name, values] of parted(network, found.gradients)) {
        const own = expected.gradients.get(name) ?? values
        const apart = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (own[i] ?? NaN))), 0)
        // What is small beside the whole gradient is rounding of larger sums.
        expect(apart / Math.max(largestOf([own]), largest / 100), `${title}, ${name}`).toBeLessThan(1e-4)
      }
      const norm = Math.hypot(...[...expected.gradients.values()].map((values) => Math.hypot(...values)))
      expect(Math.abs(found.norm / norm - 1)).toBeLessThan(1e-4)
      const forward = planned(on(threads), network, weights, pixels, { batch, height, width, train: false })
      expect(forward.nats).toEqual(found.nats)
    }
  }
}

/** An image's nats are the same alone and in a batch of 11, and on 1, 2 and 5 threads. */
export function expectIndependent(on: TestedKernels['on'], subject: PlanSubject): void {
  const { network, weights, pixels, batch, height, width } = subject
  const shape = { batch, height, width, train: true }
  const together = planned(on(1), network, weights, pixels, shape)
  for (const threads of [2, 5]) {
    expect(planned(on(threads), network, weights, pixels, shape).nats).toEqual(together.nats)
  }
  const length = height * width * subject.configuration.channels
  for (const image of [0, 4, 10]) {
    const own = pixels.subarray(image * length, (image + 1) * length)
    const alone = planned(on(1), network, weights, own, { ...shape, batch: 1 })
    expect(alone.nats[0]).toBe(together.nats[image])
    // A plan for more images than there are.
    const roomy = planned(on(2), network, weights, own, { ...shape, batch: 7, count: 1 })
    expect(roomy.nats[0]).toBe(together.nats[image])
  }
}

/** The gradient is the same bit for bit again, on as many threads: 1 and 5. */
export function expectRepeatable(on: TestedKernels['on'], subject: PlanSubject): void {
  const { network, weights, pixels, batch, height, width } = subject
  const shape = { batch, height, width, train: true }
  for (const threads of [1, 5]) {
    const first = planned(on(threads), network, weights, pixels, shape)
    const second = planned(on(threads), network, weights, pixels, shape)
    expect(second.gradients).toEqual(first.gradients)
    expect(second.norm).toBe(first.norm)
  }
}

/** What is not a number, wherever in the weights, is passed on, on 2 threads. */
export function expectPassedOn(on: TestedKernels['on'], subject: PlanSubject): void {
  const { network, weights, pixels, batch, height, width } = subject
  for (const { name } of network.parameters.filter(({ mask }) => !mask)) {
    const broken = new Map([...weights].map(([key, values]) => [key, values.slice()]))
    broken.get(name)?.fill(NaN, 0, 1)
    const { nats, norm } = planned(on(2), network, broken, pixels, { batch, height, width, train: true })
    expect([...nats].filter(Number.isFinite), name).toEqual([])
    expect(norm, name).toBeNaN()
  }
  const infinite = new Map([...weights].map(([key, values]) => [key, values.slice()]))
  infinite.get('output.2.bias')?.fill(Infinity)
  const { nats } = planned(on(2), network, infinite, pixels, { batch, height, width, train: false })
  expect([...nats].filter(Number.isFinite)).toEqual([])
}

/** Nats of each image by tfjs' composed operations. */
export async function natsOf(
  network: Network,
  weights: FlatWeights,
  pixels: Uint8Array,
  { batch, height, width }: PlanCase,
): Promise<Float32Array> {
  const tensors = toTensors(network, weights)
  try {
    return await composedNats(network, tensors, { pixels, count: batch, height, width })
  } finally {
    disposeTensors(tensors)
  }
}

function largestOf(arrays: readonly Float32Array[]): number {
  return Math.max(
    ...arrays.map((values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6)),
  )
}

/** A title that tells what is special. */
export function describeCase({ configuration, batch, height, width }: PlanCase): string {
  const { channels, levels } = configuration
  return `${describeNetwork(configuration)}; ${batch} of ${height}x${width}x${channels}, ${levels} levels`
}

function describeNetwork(configuration: ModelConfiguration): string {
  const { architecture, size, hidden, layers, outputFeatures, residual, skip, small } = configuration
  const options = [residual && 'residual', skip && 'skip'].filter(Boolean).join(' and ')
  const own = `${architecture}, h ${hidden} x ${layers}, F ${outputFeatures}, ${options || 'plain'}`
  return small ? `${own}, ${size / small.size} times as large as ${describeNetwork(small)}` : own
}
