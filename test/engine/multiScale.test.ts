import * as tf from '@tensorflow/tfjs'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, initialWeights, toTensors } from '../../src/engine/models/weights'
import { natsAndGradients } from '../../src/engine/likelihood/gradients'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { Canvas } from '../../src/engine/sampling/canvas'
import { multiScaleConfiguration, multiScaleNetwork, randomLevels, randomWeights } from './fixtures'
import { doSee, type Size } from './reach'
import { tensorflow } from '../support/runtimes'

type Place = readonly [row: number, column: number]

/** What a masked 3x3 or 7x7 kernel sees from a place: rows above, and its own row up to it. */
function through([row, column]: Place, side: number, { width }: Size, itself: boolean): Place[] {
  const half = side >> 1
  const places: Place[] = []
  for (let r = Math.max(0, row - half); r <= row; r++) {
    for (let c = Math.max(0, column - half); c <= Math.min(width - 1, column + half); c++) {
      if (r < row || c < column || (itself && c === column)) places.push([r, c])
    }
  }
  return places
}

/** The small pixels that the upsampled map depends on at a place, from the kernels' windows. */
function underMap(place: Place, factor: number, { height, width }: Size): Place[] {
  let places = [place]
  for (let f = factor; f > 1; f /= 2) {
    places = places.flatMap(([row, column]) =>
      // Output u comes from inputs i with 0 <= u + 1 - 2 i <= 3.
      [0, 1].flatMap((a) => [0, 1].map((b): Place => [((row + 1) >> 1) - a, ((column + 1) >> 1) - b])),
    )
  }
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)]
  // A transposed convolution's inputs outside its map are nothing, which a later window can't bring back.
  const inside = (p: Place, r: number, c: number): boolean => p[0] >= 0 && p[1] >= 0 && p[0] < r && p[1] < c
  return places
    .filter((p) => inside(p, rows, columns))
    .flatMap(([row, column]) =>
      [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b): Place => [row + a, column + b])),
    )
    .filter((p) => inside(p, rows, columns))
}

/**
 * For each value that isn't copied from the small image, the values of the whole image that it may depend on:
 * earlier ones within reach, and the small image's where the map is within reach. From the definition alone.
 */
function mayBeSeen(size: Size, channels: number, layers: number, factor: number): Map<number, number[]> {
  const index = (row: number, column: number, channel: number): number =>
    (row * size.width + column) * channels + channel
  const result = new Map<number, number[]>()
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      if (row % factor === 0 && column % factor === 0) continue
      const small = new Set<number>()
      const before = new Set<number>()
      let places: Place[] = [[row, column]]
      const conditioned = new Map<string, Place>()
      for (let layer = 0; layer < layers; layer++) {
        const wider = new Map(
          places.flatMap((place) => through(place, 3, size, true).map((p) => [p.join(), p] as const)),
        )
        places = [...wider.values()]
        for (const [key, place] of wider) conditioned.set(key, place)
      }
      for (const place of conditioned.values()) {
        for (const [r, c] of underMap(place, factor, size)) {
          for (let k = 0; k < channels; k++) small.add(index(r * factor, c * factor, k))
        }
      }
      // Places other than its own carry all colours of what they see; at its own, earlier ones.
      for (const place of places) {
        for (const [r, c] of through(place, 7, size, false)) {
          for (let k = 0; k < channels; k++) before.add(index(r, c, k))
        }
        if (place[0] === row && place[1] === column) continue
        for (let k = 0; k < channels; k++) {
          // The place itself, hidden from its own first group by mask A, is seen by its later ones.
          if (k < channels - 1) before.add(index(...place, k))
        }
      }
      for (let k = 0; k < channels; k++) {
        const own = Array.from({ length: k }, (_, earlier) => index(row, column, earlier))
        result.set(
          index(row, column, k),
          [...new Set([...small, ...before, ...own])].sort((a, b) => a - b),
        )
      }
    }
  }
  return result
}

/** The same as the gradients say, for the values asked for, each in ascending order. */
function doSeeOf(network: Network, size: Size, of: Iterable<number>): Map<number, number[]> {
  const seen = doSee(network, size, 6)
  return new Map([...of].map((value) => [value, [...(seen[value] ?? [])].sort((a, b) => a - b)]))
}

describe.each(['wasm', ...tensorflow] as const)('what the large network sees on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each([
    { channels: 1, levels: 2, layers: 1, factor: 2, size: { height: 7, width: 8 } },
    { channels: 1, levels: 4, layers: 2, factor: 4, size: { height: 9, width: 6 } },
    { channels: 3, levels: 2, layers: 1, factor: 2, size: { height: 5, width: 6 }, residual: false },
    { channels: 3, levels: 3, layers: 1, factor: 4, size: { height: 6, width: 5 }, skip: true },
  ] as const)(
    'is all of the small image within reach, earlier pixels, and no later one: $channels channels by $factor, $layers layers, $size',
    ({ channels, levels, layers, factor, size, ...others }) => {
      const wide = { hidden: 15, outputFeatures: 30, channels, levels, layers }
      const network = multiScaleNetwork({ ...wide, ...others, size: 8 }, { size: 8 / factor, hidden: 2 })
      const expected = mayBeSeen(size, channels, layers, factor)
      expect(Object.fromEntries(doSeeOf(network, size, expected.keys()))).toEqual(
        Object.fromEntries(expected),
      )
    },
  )

  it('is at the second pixel the small image, of which all lies ahead but the first', () => {
    const network = multiScaleNetwork({ hidden: 12, outputFeatures: 24, layers: 1 })
    const size = { height: 4, width: 4 }
    const seen = doSeeOf(network, size, [1]).get(1)
    expect(seen).toEqual([0, 2, 8, 10])
  })
})

describe.each(['cpu', 'wasm', ...tensorflow] as const)('gradients on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each([
    [{ size: 4 }, { size: 2 }],
    [{ size: 4, channels: 3, levels: 4, skip: true }, { size: 1 }],
  ] as const)(
    'of every parameter of both parts are what finite differences give: %o, %o',
    async (large, small) => {
      const network = multiScaleNetwork(large, small)
      const weights = randomWeights(network, 2)
      const { channels, levels } = network.configuration
      const [count, height, width] = [3, 3, 5]
      const pixels = randomLevels(count * height * width * channels, levels, 3)
      const images = { pixels, count, height, width }
      const { gradients } = await natsAndGradients(network, weights, images)
      const stream = new RandomStream(9, 'draw')
      for (const [i, { name }] of network.parameters.entries()) {
        const values = weights.get(name) ?? new Float32Array()
        const direction = stream.fillNormal(new Float32Array(values.length), i)
        const length = Math.hypot(...direction)
        const at = async (distance: number): Promise<number> => {
          const moved = values.map((value, j) => value + (distance * (direction[j] ?? NaN)) / length)
          return (await natsAndGradients(network, new Map(weights).set(name, moved), images)).nats
        }
        const slope =
          (gradients.get(name) ?? values).reduce((sum, g, j) => sum + g * (direction[j] ?? NaN), 0) / length
        const step = 1e-3
        const difference = ((await at(step)) - (await at(-step))) / (2 * step)
        expect(Math.abs(difference - slope), name).toBeLessThan(0.01 + 0.02 * Math.abs(slope))
        expect(
          (gradients.get(name) ?? values).some((g) => g !== 0),
          name,
        ).toBe(true)
      }
    },
  )

  it('has in a strip the logits of the whole image, given the map over it', async () => {
    const [height, width, channels, levels] = [9, 7, 3, 4] as const
    const network = multiScaleNetwork({ size: 8, channels, levels, layers: 1 }, { size: 4 })
    const weights = toTensors(network, randomWeights(network, 6))
    const image = randomLevels(height * width * channels, levels, 8)
    const before = tf.memory().numTensors
    const canvas = new Canvas(image, new Uint8Array(height * width), 1, height, width, channels)
    const pixels = tf.tensor4d(Float32Array.from(image), [1, height, width, channels])
    const whole = network.logits(weights, pixels)
    const small = pixels.stridedSlice([0, 0, 0, 0], [1, height, width, channels], [1, 2, 2, 1])
    const map = network.multiScale?.upsample(weights, small as tf.Tensor4D, height, width)
    expect(map?.shape).toEqual([1, height, width, network.configuration.hidden])
    const expected = await whole.data()
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const [strip] = await canvas.logits(network, weights, row, column, 1, map)
        const begin = ((row * width + column) * channels + 1) * levels
        strip?.forEach((logit, level) =>
          expect(Math.abs(logit - (expected[begin + level] ?? NaN))).toBeLessThanOrEqual(
            runtime === 'cpu' ? 0 : 1e-5,
          ),
        )
      }
    }
    await expect(canvas.logits(network, weights, 5, 0, 0)).rejects.toThrow(/needs the upsampled small image/)
    tf.dispose([pixels, whole, small, map ?? []])
    expect(tf.memory().numTensors).toBe(before)
    disposeTensors(weights)
  })
})

describe.each(['wasm', ...tensorflow] as const)('training on %s', (runtime) => {
  beforeEach(() => selectRuntime(runtime))

  it('lowers the nats of both parts, keeps masked weights at zero, and leaks no tensor', async () => {
    const network = multiScaleNetwork({ size: 8, channels: 3, levels: 4, skip: true }, { size: 2 })
    const pixels = randomLevels(4 * 7 * 6 * 3, 4, 1)
    const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 3e-3 })
    const first = await trainer.step(pixels, 4, 7, 6)
    const { numTensors, numDataBuffers } = tf.memory()
    let last = first
    for (let i = 0; i < 60; i++) last = await trainer.step(pixels, 4, 7, 6)
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
    expect(last.nats).toBeLessThan(0.7 * first.nats)
    const begun = initialWeights(network, 1)
    for (const [name, values] of await trainer.weights()) {
      const mask = network.parameters.find((parameter) => parameter.name === name)?.mask
      expect(values.every((value, i) => mask?.[i] !== 0 || value === 0)).toBe(true)
      expect(values, name).not.toEqual(begun.get(name))
    }
  })
})

describe('a small model that does not fit', () => {
  it.each([
    [{ size: 12 }, { size: 4 }, /side of 6, 3/],
    [{ size: 8 }, { size: 8 }, /side of 4, 2, 1, not 8/],
    [{ size: 4 }, { size: 8 }, /side of 2, 1/],
    [{ size: 7 }, { size: 3 }, /odd/],
    [{ size: 8 }, { size: 4, channels: 3 }, /same channels/],
    [{ size: 8 }, { size: 4, levels: 4 }, /same levels/],
  ] as const)('is refused: %o, %o', (large, small, message) => {
    expect(() => createNetwork(multiScaleConfiguration(large, small))).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        subject: 'small',
        message: expect.stringMatching(message) as unknown,
      }) as Error,
    )
  })
})
