import { beforeAll, describe, expect, it } from 'vitest'
import { parted } from '../../src/engine/models/flatWeights'
import { RandomStream } from '../../src/engine/random/stream'
import { architectures } from '../../src/shared/model/configuration'
import { tinyConfiguration } from '../engine/fixtures'
import { optional, describeWith } from '../support/optional'
import {
  describeCase,
  expectComposed,
  expectIndependent,
  expectPassedOn,
  expectRepeatable,
  natsOf,
  type PlanCase,
  subjectOf,
} from './planCases'
import { composeWithTfjs, everyKernels, planned } from './support'

/** Both networks of every architecture, and sizes that the factor mostly doesn't divide, down to one pixel. */
function fuzzed(count: number): PlanCase[] {
  const uniforms = new RandomStream(11, 'order').fillUniform(new Float64Array(count * 20))
  return Array.from({ length: count }, (_, n) => {
    let at = n * 20
    const pick = <T>(from: readonly T[]): T => from[Math.floor((uniforms[at++] ?? 0) * from.length)] as T
    const factor = [2, 4, 8][Math.floor(n / architectures.length) % 3] ?? 2
    const common = { channels: pick([1, 3] as const), levels: pick([2, 2, 3, 17, 256]) }
    const small = tinyConfiguration({
      ...common,
      architecture: pick(architectures),
      size: 2,
      hidden: pick([3, 8, 17]),
      layers: pick([0, 1, 2]),
      outputFeatures: pick([3, 16]),
      residual: pick([true, false]),
      skip: pick([true, false]),
    })
    const configuration = tinyConfiguration({
      ...common,
      architecture: architectures[n % architectures.length],
      size: 2 * factor,
      hidden: pick([3, 5, 15, 16, 17, 33]),
      layers: pick([1, 1, 2, 3]),
      outputFeatures: pick([3, 7, 21]),
      residual: pick([true, true, false]),
      skip: pick([true, false]),
      small,
    })
    return {
      configuration,
      batch: pick([1, 2, 3, 5, 9]),
      height: pick([1, 2, 5, 8, 9, 11]),
      width: pick([1, 3, 4, 7, 9]),
    }
  })
}

/** A model of 12 x 12 by 3 colours whose small image is half as large. */
function conditioned(architecture: (typeof architectures)[number], hidden: number, layers = 2) {
  const common = { architecture, channels: 3, levels: 4, skip: true } as const
  const small = tinyConfiguration({ ...common, size: 6, hidden: 6, layers: 1 })
  return tinyConfiguration({ ...common, size: 12, hidden, layers, small })
}

const cases: PlanCase[] = [
  ...fuzzed(process.env['PIXELLOOM_LONG'] === '1' ? 300 : 36),
  // One that is large enough for all of a panel, of 16 and of 32 columns, to be full.
  ...architectures.map((architecture) => ({
    configuration: conditioned(architecture, 48),
    batch: 2,
    height: 9,
    width: 10,
  })),
  // Nothing but copies; nothing but what isn't in the small image beside one pixel.
  ...[1, 2].map((width) => ({ configuration: conditioned('row-lstm', 5), batch: 2, height: 1, width })),
]

describeWith(optional.kernels, 'plans of Multi-Scale models', () => {
  describe('are what tfjs makes of the composed operations', async () => {
    const tested = await everyKernels([1, 3])
    beforeAll(composeWithTfjs)

    it.each(cases.map((one) => [describeCase(one), one] as const))('%s', (_title, one) =>
      expectComposed(tested, one),
    )

    it('also without blocks, where the small image conditions nothing', async () => {
      const one = { configuration: conditioned('pixelcnn', 5, 0), batch: 3, height: 5, width: 6 }
      const { network, weights, pixels, batch, height, width } = subjectOf(one, 3)
      const nats = await natsOf(network, weights, pixels, one)
      for (const { title, on } of tested) {
        const found = planned(on(3), network, weights, pixels, { batch, height, width, train: true })
        found.nats.forEach((value, i) =>
          expect(Math.abs(value / (nats[i] ?? NaN) - 1), title).toBeLessThan(1e-5),
        )
        for (const [name, values] of parted(network, found.gradients)) {
          const isZero = values.every((value) => value === 0)
          expect(isZero, `${title}, ${name}`).toBe(name.startsWith('upsampler.'))
        }
      }
    })
  })

  describe.each(architectures)('of a %s', async (architecture) => {
    const tested = await everyKernels([1, 2, 5])
    const configuration = conditioned(architecture, 17)
    const subject = subjectOf({ configuration, batch: 11, height: 6, width: 5 }, 5)

    it.each(tested)('judge an image alike alone and in a batch, on any number of threads: $title', ({ on }) =>
      expectIndependent(on, subject),
    )

    it.each(tested)('give the same gradient bit for bit again, on as many threads: $title', ({ on }) =>
      expectRepeatable(on, subject),
    )

    it.each(tested)('pass on what is not a number, and hide none of it: $title', ({ on }) =>
      expectPassedOn(on, subject),
    )
  })
})
