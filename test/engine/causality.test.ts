import * as tf from '@tensorflow/tfjs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { logitsPerChannel } from '../../src/shared/model/configuration'
import { randomLevels, randomWeights, tinyNetwork } from './fixtures'

interface Size {
  readonly height: number
  readonly width: number
}

/**
 * For every value of an image, the values that its distribution may depend on, from the definition alone:
 * walking back from the logits through the windows of the layers. Indices are (row, column, channel), flat.
 */
function mayBeSeen({ height, width }: Size, channels: number, layers: number): Set<number>[] {
  const index = (row: number, column: number, channel: number): number =>
    (row * width + column) * channels + channel
  /** What the values of `from` see through one masked kernel of that side. */
  const through = (from: Set<number>, side: number, ownColour: boolean): Set<number> => {
    const seen = new Set<number>()
    const half = side >> 1
    for (const value of from) {
      const channel = value % channels
      const column = Math.floor(value / channels) % width
      const row = Math.floor(value / channels / width)
      for (let r = Math.max(0, row - half); r <= row; r++) {
        for (let c = Math.max(0, column - half); c <= Math.min(width - 1, column + half); c++) {
          for (let k = 0; k < channels; k++) {
            const earlierPixel = r < row || c < column
            const earlierColour = r === row && c === column && (ownColour ? k <= channel : k < channel)
            if (earlierPixel || earlierColour) seen.add(index(r, c, k))
          }
        }
      }
    }
    return seen
  }
  return Array.from({ length: height * width * channels }, (_, value) => {
    let seen = through(new Set([value]), 1, true)
    for (let i = 0; i < layers; i++) seen = through(seen, 3, true)
    return through(seen, 7, false)
  })
}

/** For every value, those with a gradient of its logits other than zero, for some of several weights. */
function doSee(network: Network, { height, width }: Size): Set<number>[] {
  const { channels, levels } = network.configuration
  const k = logitsPerChannel({ levels })
  const values = height * width * channels
  const seen = Array.from({ length: values }, () => new Set<number>())
  for (let seed = 1; seed <= 4; seed++) {
    const weights = toTensors(network, randomWeights(network, seed))
    const gradients = tf.tidy(() => {
      // As many copies of one image as values: copy v is asked for the gradient of v's own logits.
      const image = tf.tensor4d(Float32Array.from(randomLevels(values, levels, seed)), [
        1,
        height,
        width,
        channels,
      ])
      const own = tf.reshape(tf.eye(values), [values, height, width, channels, 1])
      const mixture = tf.reshape(tf.randomNormal([k], 1, 0.3, 'float32', seed), [1, 1, 1, 1, k])
      const chosen = tf.reshape(tf.mul(own, mixture), [values, height, width, channels * k])
      return tf
        .grad((pixels) => tf.sum(tf.mul(network.logits(weights, pixels as tf.Tensor4D), chosen)))(
          tf.tile(image, [values, 1, 1, 1]),
        )
        .dataSync()
    })
    disposeTensors(weights)
    gradients.forEach((gradient, i) => {
      if (gradient !== 0) seen[Math.floor(i / values)]?.add(i % values)
    })
  }
  return seen
}

/** The same without gradients: the values whose logits change at all when one value of the image does. */
async function doDepend(network: Network, { height, width }: Size): Promise<Set<number>[]> {
  const { channels, levels } = network.configuration
  const values = height * width * channels
  const perValue = logitsPerChannel({ levels })
  const seen = Array.from({ length: values }, () => new Set<number>())
  for (let seed = 1; seed <= 4; seed++) {
    const image = randomLevels(values, levels, seed)
    // Copy v has another level at v; the last is left as it is.
    const copies = new Float32Array((values + 1) * values)
    for (let v = 0; v <= values; v++) {
      copies.set(image, v * values)
      if (v < values) copies[v * values + v] = ((image[v] ?? 0) + 1) % levels
    }
    const weights = toTensors(network, randomWeights(network, seed))
    const logits = tf.tidy(() =>
      network.logits(weights, tf.tensor4d(copies, [values + 1, height, width, channels])),
    )
    const numbers = await logits.data()
    tf.dispose(logits)
    disposeTensors(weights)
    const size = values * perValue
    for (let v = 0; v < values; v++) {
      for (let i = 0; i < size; i++) {
        if (numbers[v * size + i] !== numbers[values * size + i]) seen[Math.floor(i / perValue)]?.add(v)
      }
    }
  }
  return seen
}

const sorted = (sets: Set<number>[]): number[][] => sets.map((set) => [...set].sort((a, b) => a - b))

describe('every value depends on exactly the earlier values within reach, no more and no fewer', () => {
  beforeEach(() => selectRuntime('wasm'))

  it.each([
    { channels: 1, levels: 2, layers: 2, size: { height: 7, width: 9 } },
    { channels: 1, levels: 4, layers: 0, size: { height: 9, width: 5 } },
    { channels: 1, levels: 2, layers: 3, size: { height: 9, width: 4 }, residual: false },
    { channels: 3, levels: 2, layers: 1, size: { height: 5, width: 6 } },
    { channels: 3, levels: 4, layers: 2, size: { height: 6, width: 4 }, skip: true },
    { channels: 3, levels: 3, layers: 1, size: { height: 5, width: 5 }, residual: false, skip: true },
    // Features that three colours don't divide.
    { channels: 3, levels: 2, layers: 1, size: { height: 4, width: 5 }, hidden: 16, outputFeatures: 31 },
  ] as const)(
    '$channels channels, $levels levels, $layers layers, $size',
    ({ size, channels, levels, layers, ...others }) => {
      // A wide network: dead ReLUs would hide paths that exist.
      const network = tinyNetwork({ hidden: 15, outputFeatures: 30, channels, levels, layers, ...others })
      expect(sorted(doSee(network, size))).toEqual(sorted(mayBeSeen(size, channels, layers)))
    },
  )

  it.each([
    { channels: 1, levels: 2, layers: 2, size: { height: 7, width: 8 } },
    { channels: 3, levels: 4, layers: 1, size: { height: 5, width: 4 }, skip: true },
    { channels: 3, levels: 2, layers: 1, size: { height: 4, width: 5 }, residual: false },
  ] as const)(
    'also as the numbers say, gradients aside: $channels channels, $levels levels, $layers layers, $size',
    async ({ size, channels, levels, layers, ...others }) => {
      // Plain JavaScript gives equal bits for equal inputs, whatever else is in the batch.
      await selectRuntime('cpu')
      const network = tinyNetwork({ hidden: 15, outputFeatures: 30, channels, levels, layers, ...others })
      expect(sorted(await doDepend(network, size))).toEqual(sorted(mayBeSeen(size, channels, layers)))
    },
  )

  it.each([0, 1, 3])('reaches as many rows up as the network says: %i layers', (layers) => {
    const network = tinyNetwork({ hidden: 12, outputFeatures: 24, layers })
    const size = { height: 9, width: 5 }
    const rows = doSee(network, size).map((seen, value) => {
      const row = Math.floor(value / size.width)
      return Math.max(0, ...[...seen].map((other) => row - Math.floor(other / size.width)))
    })
    expect(Math.max(...rows)).toBe(network.reachRows)
    expect(network.reachRows).toBe(3 + layers)
  })

  it('sees nothing at the first pixel', () => {
    const network = tinyNetwork({ hidden: 12 })
    expect(doSee(network, { height: 3, width: 3 })[0]?.size).toBe(0)
  })
})
