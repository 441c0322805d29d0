import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { Canvas } from '../../src/engine/sampling/canvas'
import { type DrawRequest, drawImages } from '../../src/engine/sampling/drawImages'
import { logitsPerChannel } from '../../src/shared/model/configuration'
import { tensorflow, withoutKernels } from '../support/runtimes'
import { randomLevels, randomWeights, tinyNetwork } from './fixtures'

const [height, width, channels, levels] = [9, 5, 3, 4] as const
const network = tinyNetwork({ channels, levels, layers: 1 })
/** Holes in rows 2, 3 and 7; the others are known as a whole. */
const unknown = new Uint8Array(height * width)
for (const [row, column] of [
  [2, 0],
  [2, 4],
  [3, 1],
  [3, 2],
  [3, 3],
  [7, 2],
] as const) {
  unknown[row * width + column] = 1
}
const holes = 6

const request: DrawRequest = {
  height,
  width,
  known: randomLevels(height * width * channels, levels, 8),
  unknown,
  count: 4,
  seed: 77,
  temperature: 1,
  topP: 1,
}

/** The network, with a list of the sizes it was run at. */
function watched(inner: Network): { network: Network; rows: number[] } {
  const rows: number[] = []
  return {
    rows,
    network: {
      ...inner,
      logits: (weights, pixels, lastRows) => {
        rows.push(pixels.shape[1])
        return inner.logits(weights, pixels, lastRows)
      },
    },
  }
}

// tfjs' WebAssembly kernels add up in another order for the last few rows of a product, so that logits
// there depend on the batch in their last bit.
describe.each([['cpu', 0], ['wasm', 1e-6], ...tensorflow.map((name) => [name, 1e-6] as const)] as const)(
  'drawing into an image on %s',
  (runtime, tolerance) => {
    let weights: Map<string, tf.Tensor>
    beforeAll(async () => {
      await selectRuntime(runtime)
      weights = toTensors(network, randomWeights(network, 6))
    })
    afterAll(() => disposeTensors(weights))

    it('keeps known pixels bit for bit, and draws different variants', async () => {
      const drawn = await drawImages(network, weights, request)
      expect(drawn.map(({ variant }) => variant)).toEqual([0, 1, 2, 3])
      for (const image of drawn) {
        image.levels.forEach((level, i) => {
          if (unknown[Math.floor(i / channels)] === 0) expect(level).toBe(request.known[i])
          else expect(level).toBeLessThan(levels)
        })
      }
      expect(new Set(drawn.map((image) => image.levels.join())).size).toBe(4)
    })

    it('does not look at what the image holds where it is unknown', async () => {
      const other = request.known.map((level, i) => (unknown[Math.floor(i / channels)] === 1 ? 255 : level))
      expect(await drawImages(network, weights, { ...request, known: other })).toEqual(
        await drawImages(network, weights, request),
      )
    })

    it('draws the same whatever the batch: variant 3 alone, and in a batch of four', async () => {
      const together = await drawImages(network, weights, request)
      const alone = await drawImages(network, weights, { ...request, count: 1, firstVariant: 3 })
      expect(alone[0]?.variant).toBe(3)
      expect(alone[0]?.levels).toEqual(together[3]?.levels)
      const other = await drawImages(network, weights, { ...request, seed: 78 })
      expect(other.map((image) => image.levels)).not.toEqual(together.map((image) => image.levels))
    })

    it('computes only the rows that matter, once for each value that is drawn', async () => {
      const { network: counted, rows } = watched(network)
      await withoutKernels(() => drawImages(counted, weights, request))
      const draws = holes * channels
      expect(rows.slice(0, 6)).toEqual([3, 3, 3, 3, 3, 3])
      expect(rows.slice(draws - 3, draws)).toEqual([5, 5, 5])
      // The last pass gives the nats of the whole images.
      expect(rows.slice(draws)).toEqual([height])
      expect(network.reachRows).toBe(4)
    })

    it('has in a strip exactly the logits of the whole image, everywhere', async () => {
      const canvas = new Canvas(request.known, new Uint8Array(height * width), 1, height, width, channels)
      const k = logitsPerChannel({ levels })
      const whole = tf.tidy(() =>
        network
          .logits(weights, tf.tensor4d(Float32Array.from(request.known), [1, height, width, channels]))
          .dataSync(),
      )
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          for (let channel = 0; channel < channels; channel++) {
            const [strip] = await canvas.logits(network, weights, row, column, channel)
            const begin = ((row * width + column) * channels + channel) * k
            expect(strip).toHaveLength(k)
            strip?.forEach((logit, level) =>
              expect(Math.abs(logit - (whole[begin + level] ?? NaN))).toBeLessThanOrEqual(tolerance),
            )
          }
        }
      }
    })

    it('takes the likeliest at temperature 0, whatever the seed', async () => {
      const cold = { ...request, temperature: 0 }
      const [first, second] = await drawImages(network, weights, { ...cold, count: 2 })
      const [other] = await drawImages(network, weights, { ...cold, count: 1, seed: 1 })
      expect(second?.levels).toEqual(first?.levels)
      expect(other?.levels).toEqual(first?.levels)
    })

    it('tells of each row with holes, variant by variant, as it ends up', async () => {
      const told: [number, number, string][] = []
      const drawn = await drawImages(
        network,
        weights,
        { ...request, count: 2, firstVariant: 5 },
        { onRow: (variant, row, values) => told.push([variant, row, values.join()]) },
      )
      expect(told.map(([variant, row]) => [variant, row])).toEqual([
        [5, 2],
        [6, 2],
        [5, 3],
        [6, 3],
        [5, 7],
        [6, 7],
      ])
      for (const [variant, row, values] of told) {
        const image = drawn.find((candidate) => candidate.variant === variant)
        const size = width * channels
        expect(values).toBe(image?.levels.subarray(row * size, (row + 1) * size).join())
      }
    })

    it('stops before the next row once it is cancelled', async () => {
      const controller = new AbortController()
      const rows: number[] = []
      const drawing = drawImages(network, weights, request, {
        signal: controller.signal,
        onRow: (_, row) => {
          rows.push(row)
          if (row === 3) controller.abort()
        },
      })
      await expect(drawing).rejects.toMatchObject({ code: 'cancelled' })
      expect(new Set(rows)).toEqual(new Set([2, 3]))
    })

    it('hears a cancellation that comes in by the event loop', async () => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 0)
      await expect(
        drawImages(network, weights, request, { signal: controller.signal }),
      ).rejects.toMatchObject({
        code: 'cancelled',
      })
    })

    it('waits for its host before each row with holes', async () => {
      const order: string[] = []
      const hooks = {
        breathe: () => {
          order.push('breath')
          return Promise.resolve()
        },
        onRow: (_: number, row: number) => order.push(`row ${row}`),
      }
      await withoutKernels(() => drawImages(network, weights, { ...request, count: 1 }, hooks))
      expect(order).toEqual(['breath', 'row 2', 'breath', 'row 3', 'breath', 'row 7'])
    })

    it('draws into another image for every variant, where it is given as many', async () => {
      const other = request.known.map((level) => levels - 1 - level)
      const known = new Uint8Array([...request.known, ...other])
      const drawn = await drawImages(network, weights, { ...request, known, count: 2 })
      const alone = await drawImages(network, weights, {
        ...request,
        known: other,
        count: 1,
        firstVariant: 1,
      })
      expect(drawn[1]?.levels).toEqual(alone[0]?.levels)
      drawn[1]?.levels.forEach((level, i) => {
        if (unknown[Math.floor(i / channels)] === 0) expect(level).toBe(other[i])
      })
    })

    it('gives an image with nothing to draw back, with its nats', async () => {
      const [image] = await drawImages(network, weights, {
        ...request,
        unknown: new Uint8Array(height * width),
        count: 1,
      })
      expect(image?.levels).toEqual(request.known)
      expect(image?.nats).toBeGreaterThan(0)
    })

    it('leaves no tensor behind', async () => {
      const before = tf.memory().numTensors
      await drawImages(network, weights, request)
      expect(tf.memory().numTensors).toBe(before)
    })

    it.each([
      ['an image of the wrong size', { known: new Uint8Array(3) }, /135 values/],
      ['a mask of the wrong size', { unknown: new Uint8Array(3) }, /45 pixels/],
      ['levels that the model lacks', { known: new Uint8Array(135).fill(4) }, /levels below 4/],
      ['no variants', { count: 0 }, /at least one/],
      ['a negative temperature', { temperature: -1 }, /temperature/],
      ['a top-p of nothing', { topP: 0 }, /Top-p/],
    ])('refuses %s', async (_, changes, message) => {
      await expect(drawImages(network, weights, { ...request, ...changes })).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringMatching(message) as unknown,
      })
    })
  },
)
