import { beforeAll, describe, it } from 'vitest'
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
  type PlanCase,
  subjectOf,
} from './planCases'
import { composeWithTfjs, everyKernels } from './support'

/** Shapes that meet every edge: one pixel wide or high, features no multiple of the lanes, batches up to 33. */
function fuzzed(count: number): PlanCase[] {
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

const cases: PlanCase[] = [
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
    beforeAll(composeWithTfjs)

    it.each(cases.map((one) => [describeCase(one), one] as const))('%s', (_title, one) =>
      expectComposed(tested, one),
    )
  })

  describe.each(architectures)('of a %s', async (architecture) => {
    const tested = await everyKernels([1, 2, 5])
    const configuration = tinyConfiguration({ architecture, channels: 3, levels: 4, hidden: 17, skip: true })
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
