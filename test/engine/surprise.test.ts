import { beforeAll, describe, expect, it } from 'vitest'
import { imageNats } from '../../src/engine/likelihood/nats'
import { surpriseOf } from '../../src/engine/likelihood/surprise'
import type { Network, Weights } from '../../src/engine/models/network'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { enumerate } from './enumeration'
import { randomLevels, strongWeights, tinyNetwork } from './fixtures'

beforeAll(() => selectRuntime('cpu'))

async function withModel(
  configuration: Partial<ModelConfiguration>,
  use: (network: Network, weights: Weights) => Promise<void>,
): Promise<void> {
  const network = tinyNetwork(configuration)
  const weights = toTensors(network, strongWeights(network, 4))
  try {
    await use(network, weights)
  } finally {
    disposeTensors(weights)
  }
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)
const sizes = { height: 5, width: 6 }
const small = { ...tinyNetwork({ size: 4, channels: 3, levels: 4 }).configuration, size: 2 }
const subjects: [string, Partial<ModelConfiguration>][] = [
  ...architectures.map((architecture): [string, Partial<ModelConfiguration>] => [
    architecture,
    { architecture, channels: 3, levels: 4 },
  ]),
  ['of two levels', { channels: 1, levels: 2 }],
  ['of 256 levels', { channels: 3, levels: 256 }],
  ['Multi-Scale', { size: 4, channels: 3, levels: 4, small }],
]

describe.each(subjects)('what a model expected of a picture: %s', (_title, configuration) => {
  it('sums to the nats of the whole, and to one at each value', () =>
    withModel(configuration, async (network, weights) => {
      const { channels, levels } = network.configuration
      const pixels = randomLevels(sizes.height * sizes.width * channels, levels, 3)
      const { nats, logProbabilities } = await surpriseOf(network, weights, { ...sizes, pixels })
      const [whole = NaN] = await imageNats(network, weights, { ...sizes, pixels, count: 1 })
      expect(nats).toHaveLength(sizes.height * sizes.width)
      expect(Math.abs(sum(nats) / whole - 1)).toBeLessThan(1e-5)
      for (let at = 0; at < logProbabilities.length; at += levels) {
        const total = sum(logProbabilities.subarray(at, at + levels).map(Math.exp))
        expect(Math.abs(total - 1)).toBeLessThan(1e-5)
      }
      // It must not be the same everywhere, or this shows little.
      expect(Math.max(...nats) - Math.min(...nats)).toBeGreaterThan(0.1)
    }))
})

describe('what a model expected', () => {
  it('is, by enumeration, the conditional probability of each level given the pixels before', () =>
    withModel({ architecture: 'row-lstm', channels: 1, levels: 3 }, async (network, weights) => {
      const [height, width] = [2, 2]
      const { images, count, probabilities } = await enumerate(network, weights, height, width)
      const pixels = Uint8Array.of(2, 0, 1, 2)
      const { logProbabilities } = await surpriseOf(network, weights, { pixels, height, width })
      const marginal = (prefix: readonly number[]): number => {
        let total = 0
        for (let n = 0; n < count; n++) {
          if (prefix.every((level, i) => images[n * 4 + i] === level)) total += probabilities[n] ?? 0
        }
        return total
      }
      for (let cell = 0; cell < 4; cell++) {
        const before = [...pixels.subarray(0, cell)]
        for (let level = 0; level < 3; level++) {
          const exact = marginal([...before, level]) / marginal(before)
          expect(Math.exp(logProbabilities[cell * 3 + level] ?? NaN)).toBeCloseTo(exact, 5)
        }
      }
    }))

  it('depends on nothing that comes after', () =>
    withModel({ channels: 3, levels: 4 }, async (network, weights) => {
      const pixels = randomLevels(sizes.height * sizes.width * 3, 4, 3)
      const changed = pixels.slice()
      const cell = 14
      changed[cell * 3 + 1] = 3 - (pixels[cell * 3 + 1] ?? 0)
      const [one, other] = [
        await surpriseOf(network, weights, { ...sizes, pixels }),
        await surpriseOf(network, weights, { ...sizes, pixels: changed }),
      ]
      const differs = one.logProbabilities.findIndex((value, i) => value !== other.logProbabilities[i])
      // The pixel's own last colour sees the one that was changed; nothing before does.
      expect(differs).toBeGreaterThanOrEqual((cell * 3 + 2) * 4)
      expect(differs).toBeGreaterThan(0)
      expect(one.nats.subarray(0, cell)).toEqual(other.nats.subarray(0, cell))
    }))
})
