import { expect } from 'vitest'
import { imageNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network } from '../../src/engine/models/network'
import { checkWeights, disposeTensors, type FlatWeights, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import type { OracleAnswer, OracleCase } from '../oracle/oracle'
import { randomLevels, tinyConfiguration } from './fixtures'

/** A case for the reference: a tiny model with these changes, and random images [count, height, width]. */
export function oracleCase(
  changes: Parameters<typeof tinyConfiguration>[0],
  shape: [number, number, number],
  training: Partial<OracleCase> = {},
): OracleCase {
  const configuration = tinyConfiguration(changes)
  const whole = [...shape, configuration.channels] as const
  const values = whole.reduce((product, n) => product * n, 1)
  return {
    configuration,
    seed: 11,
    images: [...randomLevels(values, configuration.levels, 5)],
    shape: whole,
    ...training,
  }
}

/** Steps to take on the images of a case, with a clip that never holds. */
export const fiveSteps = { steps: 5, learningRate: 1e-3, clipNorm: 1e9 }

/** Nats of the case's images by our network with the reference's weights; names and shapes must be its own. */
export async function ourNats(
  { configuration, images, shape }: OracleCase,
  answer: Pick<OracleAnswer, 'shapes' | 'weights'>,
): Promise<Float32Array> {
  const network = createNetwork(configuration)
  expect(Object.fromEntries(network.parameters.map(({ name, shape: s }) => [name, s]))).toEqual(answer.shapes)
  return natsWith(network, weightsOf(network, answer), images, shape)
}

/** Our steps on a case, held against the reference's: gradient norms, weights moved, nats afterwards. */
export async function expectSameSteps(
  { configuration, images, shape, learningRate = NaN, clipNorm, optimizer }: OracleCase,
  answer: OracleAnswer,
): Promise<void> {
  const network = createNetwork(configuration)
  const trainer = createTrainer(network, weightsOf(network, answer), {
    learningRate,
    ...(clipNorm !== undefined && { clipNorm }),
    ...(optimizer && { optimizer }),
  })
  const [count, height, width] = shape
  for (const expected of answer.gradientNorms ?? []) {
    const { gradientNorm } = await trainer.step(Uint8Array.from(images), count, height, width)
    expect(Math.abs(gradientNorm / expected - 1)).toBeLessThan(1e-3)
  }
  expect(answer.gradientNorms).toHaveLength(5)

  const before = weightsOf(network, answer)
  let moved = 0
  let apart = 0
  for (const [name, values] of await trainer.weights()) {
    const expected = answer.weightsAfter?.[name] ?? []
    values.forEach((value, i) => {
      moved += ((expected[i] ?? NaN) - (before.get(name)?.[i] ?? NaN)) ** 2
      apart += (value - (expected[i] ?? NaN)) ** 2
    })
  }
  expect(moved).toBeGreaterThan(0)
  // Both optimizers move a weight whose gradient is all rounding as far as any other, so not each by itself.
  expect(Math.sqrt(apart / moved)).toBeLessThan(1e-3)
  const nats = await natsWith(network, await trainer.weights(), images, shape)
  nats.forEach((n, i) => expect(Math.abs(n / (answer.natsAfter?.[i] ?? NaN) - 1)).toBeLessThan(1e-4))
}

/** The largest relative difference of two lists of the same length. */
export function largestShare(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length)
  return Array.from(values).reduce((most, n, i) => Math.max(most, Math.abs(n / (expected[i] ?? NaN) - 1)), 0)
}

async function natsWith(
  network: Network,
  weights: FlatWeights,
  images: readonly number[],
  [count, height, width]: OracleCase['shape'],
): Promise<Float32Array> {
  const tensors = toTensors(network, weights)
  try {
    return await imageNats(network, tensors, { pixels: Float32Array.from(images), count, height, width })
  } finally {
    disposeTensors(tensors)
  }
}

function weightsOf(
  network: Network,
  { weights, shapes }: Pick<OracleAnswer, 'shapes' | 'weights'>,
): FlatWeights {
  const stored = Object.entries(weights).map(
    ([name, values]) => [name, { shape: shapes[name] ?? [], data: Float32Array.from(values) }] as const,
  )
  return checkWeights(network, new Map(stored))
}
