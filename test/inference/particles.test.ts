import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { weighParticles } from '../../src/engine/inference/drawParticles'
import { conditionerLogits } from '../../src/engine/inference/conditionerLogits'
import { shares } from '../../src/engine/inference/resampling'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import {
  type Architecture,
  architectures,
  type ModelConfiguration,
} from '../../src/shared/model/configuration'
import { randomLevels, strongWeights, tinyNetwork } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'
import { exactPosterior, spreadOf, totalVariation } from './posterior'

const isLong = process.env['PIXELLOOM_LONG'] === '1'

/** 4 x 4 binary pictures with a hole in the middle of them: 5 known pixels follow its first. */
const size = { height: 4, width: 4 }
const known = Uint8Array.of(1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0)
const unknown = Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0)
const drawing = { ...size, known, unknown, temperature: 1, topP: 1 }

interface Subject {
  readonly network: Network
  readonly weights: ReturnType<typeof toTensors>
}
const made: Subject[] = []

function subject(architecture: Architecture, more: Partial<ModelConfiguration> = {}): Subject {
  const network = tinyNetwork({ architecture, size: 4, ...more })
  const one = { network, weights: toTensors(network, strongWeights(network, 4)) }
  made.push(one)
  return one
}

afterAll(() => made.forEach(({ weights }) => disposeTensors(weights)))

describeWith(optional.kernels, 'particles by kernels', () => {
  beforeAll(() => selectRuntime('native'))

  it.each(architectures)('come to the exact posterior as they become more: %s', async (architecture) => {
    const { network, weights } = subject(architecture)
    const exact = await exactPosterior(network, weights, drawing)
    const distance = async (particles: number): Promise<number> => {
      const islands = Math.round(4096 / particles)
      const found = await weighParticles(network, weights, { ...drawing, particles, count: islands, seed: 1 })
      // Each island alone, so that what one of this size is off by isn't averaged away.
      const each = found.map(({ pictures, logWeights }) => {
        const own = shares(logWeights)
        const spread = spreadOf(
          exact.count,
          2,
          pictures.map((picture, j) => [picture, own[j] ?? 0]),
        )
        return totalVariation(spread, exact.probabilities)
      })
      return each.reduce((sum, value) => sum + value, 0) / islands
    }
    const [few, more, many] = [await distance(16), await distance(64), await distance(256)]
    // As the square root of their number: four times as many are half as far off.
    expect(more / few).toBeGreaterThan(0.3)
    expect(more / few).toBeLessThan(0.7)
    expect(many / more).toBeGreaterThan(0.3)
    expect(many / more).toBeLessThan(0.7)
    expect(many).toBeLessThan(0.12)
  })

  it.each([
    ['drawn from the model', undefined],
    ['drawn with a conditioning network', { hidden: 4, layers: 2, outputFeatures: 5 }],
  ] as const)(
    'weigh without bias, %s: their mean is the probability of what is known',
    async (_title, conditioner) => {
      const { network, weights } = subject('pixelcnn', conditioner && { conditioner })
      const first = unknown.indexOf(1)
      const before = unknown.map((_, i) => (i < first ? 0 : 1))
      const all = await exactPosterior(network, weights, drawing)
      const start = await exactPosterior(network, weights, { ...drawing, unknown: before })
      const truth = Math.exp(all.logKnown - start.logKnown)
      const added = conditioner && {
        sets: 1,
        values: await conditionerLogits(network, weights, { ...size, pixels: known, unknown, count: 1 }),
      }
      const count = isLong ? 20_000 : 3000
      const found = await weighParticles(network, weights, {
        ...{ ...drawing, particles: 4, count, seed: 9 },
        ...(added && { added }),
      })
      const estimates = found.map(
        ({ logWeights }) => logWeights.reduce((sum, w) => sum + Math.exp(w), 0) / logWeights.length,
      )
      const mean = estimates.reduce((sum, value) => sum + value, 0) / count
      const variance = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
      expect(Math.abs(mean - truth) / Math.sqrt(variance / count)).toBeLessThan(3.3)
      // Resampling took place, and did not all come to the same.
      expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.05)
    },
  )

  it.each(architectures)('are those of passes over the whole, weights and all: %s', async (architecture) => {
    const conditioner = { hidden: 4, layers: 2, outputFeatures: 5 }
    const { network, weights } = subject(architecture, { channels: 3, levels: 4, conditioner })
    const picture = randomLevels(48, 4, 6)
    const batch = { ...size, pixels: picture, unknown, count: 1 }
    const request = {
      ...drawing,
      known: picture,
      particles: 6,
      count: 3,
      seed: 2,
      temperature: 0.8,
      topP: 0.9,
    }
    const added = { sets: 1, values: await conditionerLogits(network, weights, batch) }
    const fast = await weighParticles(network, weights, { ...request, added })
    await selectRuntime('cpu')
    const slow = await weighParticles(network, weights, { ...request, added })
    await selectRuntime('native')
    expect(fast.map(({ pictures }) => pictures)).toEqual(slow.map(({ pictures }) => pictures))
    fast.forEach(({ logWeights }, i) =>
      logWeights.forEach((weight, j) => expect(weight).toBeCloseTo(slow[i]?.logWeights[j] ?? NaN, 4)),
    )
  })

  it('are the same alone and with others, whatever the threads', async () => {
    const { network, weights } = subject('diagonal-bilstm')
    const request = { ...drawing, particles: 8, seed: 5 }
    const together = await weighParticles(network, weights, { ...request, count: 5 })
    await selectRuntime('native', { threads: 1 })
    const alone = await weighParticles(network, weights, { ...request, count: 1, firstVariant: 3 })
    await selectRuntime('native')
    expect(alone[0]).toEqual(together[3])
  })
})

describe('particles of a Multi-Scale model', () => {
  it('are refused with a way out', async () => {
    const network = tinyNetwork({ size: 4 })
    const multiScale = tinyNetwork({
      ...network.configuration,
      small: { ...network.configuration, size: 2 },
    })
    await expect(
      weighParticles(multiScale, new Map(), { ...drawing, particles: 2, count: 1, seed: 0 }),
    ).rejects.toThrow(expect.objectContaining({ code: 'unsupported', subject: 'inference' }) as Error)
  })
})
