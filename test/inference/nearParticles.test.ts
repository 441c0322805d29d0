import { afterAll, beforeAll, expect, it } from 'vitest'
import { weighParticles } from '../../src/engine/inference/drawParticles'
import { nearLogits } from '../../src/engine/inference/nearLogits'
import { shares } from '../../src/engine/inference/resampling'
import { surpriseOf } from '../../src/engine/likelihood/surprise'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { strongWeights, tinyNetwork } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'
import { spreadOf, totalVariation } from './posterior'

/** 3 x 3 binary pictures with a hole in the middle row: 4 known pixels follow its first. */
const size = { height: 3, width: 3 }
const known = Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 1, 1)
const unknown = Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 0, 0)
const wanted = Uint8Array.of(1, 0, 0, 1, 0, 1, 0, 1, 1)
const network = tinyNetwork({ architecture: 'pixelcnn', size: 3 })
let weights: ReturnType<typeof toTensors> = new Map()
const near = nearLogits(wanted, 0.35, network.configuration)
afterAll(() => disposeTensors(weights))

/**
 * The tilted model given what is known, by going through all completions: drawn pixels as the model has them with
 * what holds them near added to their logits, known ones as the model has them.
 */
async function tiltedPosterior(): Promise<number[]> {
  const joint = new Array<number>(2 ** 9).fill(0)
  const cells = [...unknown.keys()].filter((cell) => unknown[cell] === 1)
  for (let n = 0; n < 2 ** cells.length; n++) {
    const picture = known.slice()
    cells.forEach((cell, i) => (picture[cell] = (n >> i) & 1))
    const { logProbabilities } = await surpriseOf(network, weights, { ...size, pixels: picture })
    const log = picture.reduce((sum, level, cell) => {
      const [zero = NaN, one = NaN] = logProbabilities.subarray(2 * cell)
      if (unknown[cell] !== 1) return sum + (level === 1 ? one : zero)
      const moved = one - zero + (near[cell] ?? 0)
      return sum - Math.log1p(Math.exp(level === 1 ? -moved : moved))
    }, 0)
    const number = picture.reduceRight((sum, level) => sum * 2 + level, 0)
    joint[number] = Math.exp(log)
  }
  const total = joint.reduce((sum, p) => sum + p, 0)
  return joint.map((p) => p / total)
}

describeWith(optional.kernels, 'particles that are held near to a picture', () => {
  beforeAll(async () => {
    await selectRuntime('native')
    weights = toTensors(network, strongWeights(network, 4))
  })

  it.each(['native', 'cpu'] as const)(
    'come to the tilted model given what is known, and not back to the model: %s',
    async (runtime) => {
      await selectRuntime(runtime)
      const exact = await tiltedPosterior()
      const count = runtime === 'cpu' ? 2 : 8
      const request = { ...size, known, unknown, temperature: 1, topP: 1, particles: 250, count, seed: 3 }
      const added = { sets: 1, values: near }
      const spreadBy = async (tilted: boolean): Promise<number[]> => {
        const found = await weighParticles(network, weights, { ...request, added, tilted })
        const each = found.flatMap(({ pictures, logWeights }) => {
          const own = shares(logWeights)
          return pictures.map((picture, j): [Uint8Array, number] => [picture, (own[j] ?? 0) / count])
        })
        return spreadOf(exact.length, 2, each)
      }
      const off = totalVariation(await spreadBy(true), exact)
      expect(off).toBeLessThan(runtime === 'cpu' ? 0.06 : 0.03)
      // Weights that paid the tilt back would come to the model itself: elsewhere, or this shows little.
      expect(totalVariation(await spreadBy(false), exact)).toBeGreaterThan(5 * off)
      await selectRuntime('native')
    },
  )
})
