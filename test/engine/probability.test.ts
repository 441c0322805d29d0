import { beforeAll, describe, expect, it } from 'vitest'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { drawImages } from '../../src/engine/sampling/drawImages'
import { type Architecture, architectures } from '../../src/shared/model/configuration'
import { chiSquare, enumerate, numberOf } from './enumeration'
import { randomWeights, strongWeights, tinyNetwork } from './fixtures'
import { tensorflow, webgpu } from '../support/runtimes'

const plain = { temperature: 1, topP: 1 }
/** Images drawn to be counted: many in a long run, fewer under the same assertions in a short one. */
const draws = process.env['PIXELLOOM_LONG'] === '1' ? 100_000 : 6000
const tiny = [
  { title: 'binary', channels: 1, levels: 2, height: 2, width: 3 },
  { title: 'binary, three colours', channels: 3, levels: 2, height: 1, width: 2 },
  { title: 'binary, three colours, one above the other', channels: 3, levels: 2, height: 2, width: 1 },
  { title: 'three levels', channels: 1, levels: 3, height: 2, width: 2 },
  { title: 'three levels, three colours', channels: 3, levels: 3, height: 1, width: 1 },
] as const

const subjects = architectures.flatMap((architecture) =>
  (['wasm', ...tensorflow] as const).map((runtime) => [architecture, runtime] as const),
)

/** The probabilities of all images of that size sum to one. */
async function expectSumsToOne(
  architecture: Architecture,
  { channels, levels, height, width }: { channels: 1 | 3; levels: number; height: number; width: number },
): Promise<void> {
  for (const skip of [false, true]) {
    const network = tinyNetwork({ architecture, channels, levels, skip })
    const weights = toTensors(network, randomWeights(network, 3))
    const { probabilities } = await enumerate(network, weights, height, width)
    disposeTensors(weights)
    const sum = probabilities.reduce((total, p) => total + p, 0)
    expect(Math.abs(sum - 1)).toBeLessThan(1e-5)
    // Weights at random must not make them all alike, or this shows little.
    expect(Math.max(...probabilities) / Math.min(...probabilities)).toBeGreaterThan(1.5)
  }
}

/** As many pixels as can be enumerated in a moment: 4096 images. */
const twelvePixels = { title: 'binary, 3 x 4', channels: 1, levels: 2, height: 3, width: 4 } as const

// What is drawn has suites of its own there; what imitates a card takes a minute for thousands of images.
const onCards = architectures.flatMap((architecture) =>
  webgpu.map((runtime) => [architecture, runtime] as const),
)
describe.each(onCards)('probabilities of a %s on %s', (architecture, runtime) => {
  beforeAll(() => selectRuntime(runtime))

  // Of an LSTM, whose steps wait for each other, it would be minutes.
  const large = architecture === 'pixelcnn' ? [twelvePixels] : []
  it.each([...tiny, ...large])('of all images sum to one: $title', (sizes) =>
    expectSumsToOne(architecture, sizes),
  )
})

describe.each(subjects)('probabilities of a %s on %s', (architecture, runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each([...tiny, twelvePixels])('of all images sum to one: $title', (sizes) =>
    expectSumsToOne(architecture, sizes),
  )

  it.each(tiny)(
    'are the frequencies of what is drawn: $title',
    async ({ channels, levels, height, width }) => {
      const network = tinyNetwork({ architecture, channels, levels, hidden: 9, outputFeatures: 15 })
      const weights = toTensors(network, strongWeights(network, 4))
      const { count, probabilities } = await enumerate(network, weights, height, width)
      const drawn = await drawImages(network, weights, {
        ...plain,
        height,
        width,
        known: new Uint8Array(height * width * channels),
        unknown: new Uint8Array(height * width).fill(1),
        count: draws,
        seed: 1,
      })
      disposeTensors(weights)
      const counts = new Array<number>(count).fill(0)
      for (const image of drawn) {
        const n = numberOf(image.levels, levels)
        counts[n] = (counts[n] ?? 0) + 1
        expect(Math.exp(-image.nats)).toBeCloseTo(probabilities[n] ?? NaN, 5)
      }
      const { value, limit } = chiSquare(counts, probabilities)
      expect(value).toBeLessThan(limit)
    },
  )

  it('are, given a known first row, the frequencies of its completions', async () => {
    const [height, width] = [2, 3]
    const network = tinyNetwork({ architecture })
    const weights = toTensors(network, randomWeights(network, 5))
    const { images, probabilities } = await enumerate(network, weights, height, width)
    const known = Uint8Array.of(1, 0, 1, 0, 0, 0)
    const drawn = await drawImages(network, weights, {
      ...plain,
      height,
      width,
      known,
      unknown: Uint8Array.of(0, 0, 0, 1, 1, 1),
      count: draws,
      seed: 2,
    })
    disposeTensors(weights)
    const fits = probabilities.map((p, n) =>
      known.subarray(0, 3).every((v, i) => v === images[n * 6 + i]) ? p : 0,
    )
    const total = fits.reduce((sum, p) => sum + p, 0)
    const counts = new Array<number>(64).fill(0)
    for (const { levels } of drawn) counts[numberOf(levels, 2)] = (counts[numberOf(levels, 2)] ?? 0) + 1
    const { value, limit } = chiSquare(
      counts,
      fits.map((p) => p / total),
    )
    expect(value).toBeLessThan(limit)
  })
})
