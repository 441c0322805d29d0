import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { imageNats, natsOf } from '../../src/engine/likelihood/nats'
import type { Network, Weights } from '../../src/engine/models/network'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { subsampleLevels } from '../../src/engine/ops/subsample'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { type DrawRequest, drawImages } from '../../src/engine/sampling/drawImages'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { tensorflow, withoutKernels } from '../support/runtimes'
import { chiSquare, enumerate, numberOf } from './enumeration'
import { multiScaleNetwork, randomLevels, randomWeights } from './fixtures'

const plain = { temperature: 1, topP: 1 }

async function withWeights<T>(network: Network, use: (weights: Weights) => Promise<T>, seed = 3): Promise<T> {
  const weights = toTensors(network, randomWeights(network, seed))
  try {
    return await use(weights)
  } finally {
    disposeTensors(weights)
  }
}

/** How often each image was drawn, against the probabilities. */
function expectFrequencies(images: Uint8Array[], probabilities: readonly number[], levels: number): void {
  const counts = new Array<number>(probabilities.length).fill(0)
  for (const image of images) {
    const n = numberOf(image, levels)
    counts[n] = (counts[n] ?? 0) + 1
  }
  const { value, limit } = chiSquare(counts, probabilities)
  expect(value).toBeLessThan(limit)
}

describe.each(['wasm', ...tensorflow] as const)('probabilities of a Multi-Scale model on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each([2, 4])('of all 65,536 binary images of 4 x 4 sum to one, by %i', async (factor) => {
    const network = multiScaleNetwork({ size: 4 }, { size: 4 / factor })
    await withWeights(network, async (weights) => {
      const [count, part] = [65_536, 4096]
      let sum = 0
      let [least, most] = [Infinity, 0]
      for (let first = 0; first < count; first += part) {
        const pixels = Uint8Array.from({ length: part * 16 }, (_, i) => ((first + (i >> 4)) >> (i & 15)) & 1)
        for (const n of await imageNats(network, weights, { pixels, count: part, height: 4, width: 4 })) {
          const probability = Math.exp(-n)
          sum += probability
          least = Math.min(least, probability)
          most = Math.max(most, probability)
        }
      }
      expect(Math.abs(sum - 1)).toBeLessThan(1e-5)
      expect(most / least).toBeGreaterThan(10)
    })
  })

  const tiny: {
    title: string
    large: Partial<ModelConfiguration>
    factor: number
    height: number
    width: number
  }[] = [
    { title: 'binary, 2 x 4', large: {}, factor: 2, height: 2, width: 4 },
    { title: 'binary, 3 x 3', large: { skip: true }, factor: 2, height: 3, width: 3 },
    { title: 'binary, one row, by 4', large: {}, factor: 4, height: 1, width: 7 },
    { title: 'Row LSTMs', large: { architecture: 'row-lstm' }, factor: 2, height: 3, width: 3 },
    { title: 'Diagonal BiLSTMs', large: { architecture: 'diagonal-bilstm' }, factor: 2, height: 3, width: 3 },
    { title: 'three levels', large: { levels: 3 }, factor: 2, height: 2, width: 2 },
    { title: 'binary, three colours', large: { channels: 3 }, factor: 2, height: 1, width: 3 },
  ]

  it.each(tiny)(
    'of all images sum to one, and are the frequencies of what is drawn: $title',
    async ({ large, factor, height, width }) => {
      const network = multiScaleNetwork({ size: 8, ...large }, { size: 8 / factor })
      const { channels, levels } = network.configuration
      await withWeights(network, async (weights) => {
        const { probabilities } = await enumerate(network, weights, height, width)
        expect(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-5)
        const drawn = await drawImages(network, weights, {
          ...plain,
          ...{ height, width, count: 15_000, seed: 1 },
          known: new Uint8Array(height * width * channels),
          unknown: new Uint8Array(height * width).fill(1),
        })
        expectFrequencies(
          drawn.map((image) => image.levels),
          probabilities,
          levels,
        )
        for (const image of drawn.slice(0, 100)) {
          expect(Math.exp(-image.nats)).toBeCloseTo(probabilities[numberOf(image.levels, levels)] ?? NaN, 5)
        }
      })
    },
  )

  it('are those of the small image, times those of the rest given it', async () => {
    const network = multiScaleNetwork({ size: 8, levels: 4, channels: 3 }, { size: 4 })
    const [count, height, width] = [3, 5, 6]
    const pixels = randomLevels(count * height * width * 3, 4, 2)
    await withWeights(network, async (weights) => {
      const scales = network.multiScale
      if (!scales) throw new Error('not a Multi-Scale network')
      const small = await imageNats(scales.small, scales.smallWeights(weights), {
        pixels: subsampleLevels(pixels, height, width, 3, 2),
        ...{ count, height: 3, width: 3 },
      })
      const whole = await imageNats(network, weights, { pixels, count, height, width })
      // Every pixel of the rest by itself: -log of its softmax, by hand.
      const logits = tf.tidy(() =>
        network.logits(weights, tf.tensor4d(Float32Array.from(pixels), [count, height, width, 3])),
      )
      const z = await logits.data()
      logits.dispose()
      const rest = new Array<number>(count).fill(0)
      pixels.forEach((level, i) => {
        const place = Math.floor(i / 3) % (height * width)
        if (Math.floor(place / width) % 2 === 0 && (place % width) % 2 === 0) return
        const own = Array.from(z.subarray(i * 4, i * 4 + 4))
        const image = Math.floor(i / (height * width * 3))
        const sum = own.reduce((total, value) => total + Math.exp(value), 0)
        rest[image] = (rest[image] ?? 0) + Math.log(sum) - (own[level] ?? NaN)
      })
      whole.forEach((n, i) => {
        expect(Math.abs(n / ((small[i] ?? NaN) + (rest[i] ?? NaN)) - 1)).toBeLessThan(1e-5)
      })
    })
  })
})

/** The network, with a list of the sizes of what each part was asked about, and how often it upsampled. */
function watched(network: Network): {
  network: Network
  large: number[][]
  small: number[][]
  maps: number[][]
} {
  const [large, small, maps]: [number[][], number[][], number[][]] = [[], [], []]
  const scales = network.multiScale
  if (!scales) throw new Error('not a Multi-Scale network')
  const watch = (inner: Network, seen: number[][]): Network => ({
    ...inner,
    logits: (weights, pixels, ...others) => {
      seen.push(pixels.shape.slice(0, 3))
      return inner.logits(weights, pixels, ...others)
    },
  })
  const multiScale = {
    ...scales,
    small: watch(scales.small, small),
    upsample: (...args: Parameters<typeof scales.upsample>) => {
      maps.push(args[1].shape.slice(0, 3))
      return scales.upsample(...args)
    },
  }
  return { network: { ...watch(network, large), multiScale }, large, small, maps }
}

describe.each(['cpu', 'wasm', ...tensorflow] as const)(
  'completing with a Multi-Scale model on %s',
  (runtime) => {
    const [height, width, channels, levels] = [7, 9, 3, 4] as const
    const network = multiScaleNetwork({ size: 8, channels, levels, layers: 1 }, { size: 4 })
    const unknown = new Uint8Array(height * width)
    /** Two of them are pixels of the small image: (2, 4) and (4, 4). */
    const holes = [
      [2, 3],
      [2, 4],
      [3, 4],
      [4, 4],
      [5, 1],
    ] as const
    for (const [row, column] of holes) unknown[row * width + column] = 1
    const request: DrawRequest = {
      ...plain,
      ...{ height, width, unknown, count: 3, seed: 5 },
      known: randomLevels(height * width * channels, levels, 8),
    }
    const at = (image: Uint8Array, row: number, column: number): number[] => [
      ...image.subarray((row * width + column) * channels, (row * width + column + 1) * channels),
    ]

    beforeAll(() => selectRuntime(runtime))

    it('draws what tfjs alone draws, whatever the holes', async () => {
      await withWeights(network, async (weights) => {
        for (const every of [1, 2, 5]) {
          const some = unknown.map((_, pixel) => (pixel % every === 0 ? 1 : 0))
          const drawn = await drawImages(network, weights, { ...request, unknown: some })
          const alone = await withoutKernels(() =>
            drawImages(network, weights, { ...request, unknown: some }),
          )
          expect(drawn.map((image) => image.levels)).toEqual(alone.map((image) => image.levels))
        }
      })
    })

    it('keeps known pixels bit for bit, and draws different variants, of exact nats', async () => {
      await withWeights(network, async (weights) => {
        const drawn = await drawImages(network, weights, request)
        for (const image of drawn) {
          image.levels.forEach((level, i) => {
            if (unknown[Math.floor(i / channels)] === 0) expect(level).toBe(request.known[i])
            else expect(level).toBeLessThan(levels)
          })
          const [nats] = await imageNats(network, weights, { pixels: image.levels, count: 1, height, width })
          expect(Math.abs(image.nats / (nats ?? NaN) - 1)).toBeLessThan(1e-5)
        }
        expect(new Set(drawn.map((image) => image.levels.join())).size).toBe(3)
      })
    })

    it('draws only the unknown pixels of the small image there, and upsamples it once', async () => {
      await withWeights(network, async (weights) => {
        const { network: counted, large, small, maps } = watched(network)
        await withoutKernels(() => drawImages(counted, weights, request))
        // Two small pixels of three channels, in rows 1 and 2 of 4 x 5; three others; then the nats of both.
        expect(small).toEqual([
          ...Array.from({ length: 3 }, () => [3, 2, 5]),
          ...Array.from({ length: 3 }, () => [3, 3, 5]),
          [3, 4, 5],
        ])
        expect(large).toHaveLength(3 * 3 + 1)
        expect(maps).toEqual([[3, 4, 5]])
      })
    })

    it('draws small pixels from the small image alone, whatever the rest shows', async () => {
      await withWeights(network, async (weights) => {
        const other = request.known.map((level, i) => {
          const place = Math.floor(i / channels)
          const isSmall = Math.floor(place / width) % 2 === 0 && (place % width) % 2 === 0
          return isSmall ? level : (level + 1) % levels
        })
        const drawn = await drawImages(network, weights, request)
        const again = await drawImages(network, weights, { ...request, known: other })
        drawn.forEach((image, i) => {
          for (const [row, column] of [
            [2, 4],
            [4, 4],
          ] as const) {
            expect(at(again[i]?.levels ?? image.levels, row, column)).toEqual(at(image.levels, row, column))
          }
        })
      })
    })

    it('does not look at what the image holds where it is unknown', async () => {
      await withWeights(network, async (weights) => {
        const other = request.known.map((level, i) => (unknown[Math.floor(i / channels)] === 1 ? 255 : level))
        expect(await drawImages(network, weights, { ...request, known: other })).toEqual(
          await drawImages(network, weights, request),
        )
      })
    })

    it('draws the same whatever the batch, and another picture in each image that it is given', async () => {
      await withWeights(network, async (weights) => {
        const together = await drawImages(network, weights, request)
        const alone = await drawImages(network, weights, { ...request, count: 1, firstVariant: 2 })
        expect(alone[0]?.levels).toEqual(together[2]?.levels)
        const other = request.known.map((level) => levels - 1 - level)
        const known = new Uint8Array([...request.known, ...other])
        const two = await drawImages(network, weights, { ...request, known, count: 2 })
        const second = { ...request, known: other, count: 1, firstVariant: 1 }
        expect(two[1]?.levels).toEqual((await drawImages(network, weights, second))[0]?.levels)
      })
    })

    it('tells of each row with holes once, from the top, as it ends up', async () => {
      await withWeights(network, async (weights) => {
        const told: [number, string][] = []
        const [image] = await drawImages(
          network,
          weights,
          { ...request, count: 1 },
          { onRow: (_, row, values) => told.push([row, values.join()]) },
        )
        expect(told.map(([row]) => row)).toEqual([2, 3, 4, 5])
        for (const [row, values] of told) {
          const line = width * channels
          expect(values).toBe(image?.levels.subarray(row * line, (row + 1) * line).join())
        }
      })
    })

    it('stops while it draws the small image too, and leaves no tensor behind', async () => {
      await withWeights(network, async (weights) => {
        const before = tf.memory().numTensors
        // Kernels are so fast that they breathe once for each of the two networks.
        for (const breaths of runtime === 'cpu' ? [1, 3] : [1, 2]) {
          const controller = new AbortController()
          let taken = 0
          const breathe = (): Promise<void> => {
            if (++taken === breaths) controller.abort()
            return Promise.resolve()
          }
          await expect(
            drawImages(network, weights, request, { breathe, signal: controller.signal }),
          ).rejects.toMatchObject({ code: 'cancelled' })
          expect(taken).toBe(breaths)
        }
        await drawImages(network, weights, request)
        expect(tf.memory().numTensors).toBe(before)
      })
    })
  },
)

describe('a small pixel', () => {
  it('is drawn with the probability that the small network gives it', async () => {
    await selectRuntime('wasm')
    const network = multiScaleNetwork({ size: 4 }, { size: 2 })
    const unknown = new Uint8Array(16)
    unknown[10] = 1
    const known = randomLevels(16, 2, 3)
    await withWeights(network, async (weights) => {
      const scales = network.multiScale
      if (!scales) throw new Error('not a Multi-Scale network')
      const drawn = await drawImages(network, weights, {
        ...plain,
        ...{ height: 4, width: 4, known, unknown, count: 6000, seed: 2 },
      })
      const small = Float32Array.from(subsampleLevels(known, 4, 4, 1, 2))
      const nats = [0, 1].map((level) => {
        small[3] = level
        return tf.tidy(() => {
          const pixels = tf.tensor4d(small, [1, 2, 2, 1])
          return natsOf(scales.small, scales.smallWeights(weights), pixels).dataSync()[0] ?? NaN
        })
      })
      const [zero = NaN, one = NaN] = nats.map((n) => Math.exp(-n))
      expectFrequencies(
        drawn.map((image) => image.levels.slice(10, 11)),
        [zero / (zero + one), one / (zero + one)],
        2,
      )
    })
  })
})
