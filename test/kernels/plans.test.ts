import { beforeAll, describe, expect, it } from 'vitest'
import { natsAndGradients } from '../../src/engine/likelihood/gradients'
import { composedNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { parted } from '../../src/engine/models/flatWeights'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, type FlatWeights, toTensors } from '../../src/engine/models/weights'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { randomLevels, randomWeights, tinyConfiguration } from '../engine/fixtures'
import { optional, describeWith } from '../support/optional'
import { everyKernels, planned } from './support'

interface Case {
  readonly configuration: ModelConfiguration
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** Shapes that meet every edge: one pixel wide or high, features no multiple of the lanes, batches up to 33. */
function fuzzed(count: number): Case[] {
  const uniforms = new RandomStream(7, 'order').fillUniform(new Float64Array(count * 12))
  return Array.from({ length: count }, (_, n) => {
    let at = n * 12
    const pick = <T>(from: readonly T[]): T => from[Math.floor((uniforms[at++] ?? 0) * from.length)] as T
    const configuration = tinyConfiguration({
      architecture: architectures[n % architectures.length],
      channels: pick([1, 1, 3] as const),
      levels: pick([2, 2, 3, 17, 256]),
      hidden: pick([3, 5, 8, 15, 16, 17, 33]),
      layers: pick([0, 1, 2, 3]),
      outputFeatures: pick([3, 7, 16, 21]),
      residual: pick([true, true, false]),
      skip: pick([true, false]),
    })
    return {
      configuration,
      batch: pick([1, 2, 3, 5, 9, 33]),
      height: pick([1, 2, 5, 8]),
      width: pick([1, 3, 4, 7]),
    }
  })
}

const cases: Case[] = [
  ...fuzzed(process.env['PIXELLOOM_LONG'] === '1' ? 300 : 45),
  // One that is large enough for all of a panel, of 16 and of 32 columns, to be full.
  ...architectures.map((architecture) => ({
    configuration: tinyConfiguration({ architecture, channels: 3, hidden: 48, levels: 4, skip: true }),
    batch: 2,
    height: 9,
    width: 10,
  })),
]

describeWith(optional.kernels, 'plans', () => {
  describe('are what tfjs makes of the composed operations', async () => {
    const tested = await everyKernels([1, 3])
    beforeAll(() => selectRuntime('cpu'))

    it.each(cases.map((one) => [describeCase(one), one] as const))('%s', async (_title, one) => {
      const { configuration, batch, height, width } = one
      const network = createNetwork(configuration)
      const weights = randomWeights(network, 3)
      const pixels = randomLevels(batch * height * width * configuration.channels, configuration.levels, 4)
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
            const apart = values.reduce(
              (most, value, i) => Math.max(most, Math.abs(value - (own[i] ?? NaN))),
              0,
            )
            // What is small beside the whole gradient is rounding of larger sums.
            expect(apart / Math.max(largestOf([own]), largest / 100), `${title}, ${name}`).toBeLessThan(1e-4)
          }
          const norm = Math.hypot(...[...expected.gradients.values()].map((values) => Math.hypot(...values)))
          expect(Math.abs(found.norm / norm - 1)).toBeLessThan(1e-4)
          const forward = planned(on(threads), network, weights, pixels, {
            batch,
            height,
            width,
            train: false,
          })
          expect(forward.nats).toEqual(found.nats)
        }
      }
    })
  })

  describe.each(architectures)('of a %s', async (architecture) => {
    const tested = await everyKernels([1, 2, 5])
    const [batch, height, width] = [11, 6, 5]
    const network = createNetwork(
      tinyConfiguration({ architecture, channels: 3, levels: 4, hidden: 17, skip: true }),
    )
    const weights = randomWeights(network, 5)
    const pixels = randomLevels(batch * height * width * 3, 4, 6)

    it.each(tested)(
      'judge an image alike alone and in a batch, on any number of threads: $title',
      ({ on }) => {
        const shape = { batch, height, width, train: true }
        const together = planned(on(1), network, weights, pixels, shape)
        for (const threads of [2, 5]) {
          expect(planned(on(threads), network, weights, pixels, shape).nats).toEqual(together.nats)
        }
        const length = height * width * 3
        for (const image of [0, 4, 10]) {
          const own = pixels.subarray(image * length, (image + 1) * length)
          const alone = planned(on(1), network, weights, own, { ...shape, batch: 1 })
          expect(alone.nats[0]).toBe(together.nats[image])
          // A plan for more images than there are.
          const roomy = planned(on(2), network, weights, own, { ...shape, batch: 7, count: 1 })
          expect(roomy.nats[0]).toBe(together.nats[image])
        }
      },
    )

    it.each(tested)('give the same gradient bit for bit again, on as many threads: $title', ({ on }) => {
      const shape = { batch, height, width, train: true }
      for (const threads of [1, 5]) {
        const first = planned(on(threads), network, weights, pixels, shape)
        const second = planned(on(threads), network, weights, pixels, shape)
        expect(second.gradients).toEqual(first.gradients)
        expect(second.norm).toBe(first.norm)
      }
    })

    it.each(tested)('pass on what is not a number, and hide none of it: $title', ({ on }) => {
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
    })
  })
})

async function natsOf(
  network: Network,
  weights: FlatWeights,
  pixels: Uint8Array,
  { batch, height, width }: Case,
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

function describeCase({ configuration, batch, height, width }: Case): string {
  const { architecture, channels, levels, hidden, layers, outputFeatures, residual, skip } = configuration
  const options = [residual && 'residual', skip && 'skip'].filter(Boolean).join(' and ')
  return `${architecture}, ${batch} of ${height}x${width}x${channels}, ${levels} levels, h ${hidden} x ${layers}, F ${outputFeatures}, ${options || 'plain'}`
}
