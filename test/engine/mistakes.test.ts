import * as tf from '@tensorflow/tfjs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, initialWeights, toTensors } from '../../src/engine/models/weights'
import { natsAndGradients } from '../../src/engine/likelihood/gradients'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { drawLevel } from '../../src/engine/sampling/draw'
import { chiSquare, enumerate, numberOf } from './enumeration'
import { randomLevels, randomWeights, tinyNetwork } from './fixtures'
import { lstmMayBeSeen } from './lstmReach'
import { naiveNetwork } from './naiveNetwork'
import { doSee } from './reach'
import { mistakes } from './rules'

const usual = { height: 5, width: 6 }

/** The largest difference of the logits of two networks with the same weights, closed ones not zero. */
function difference(one: Network, other: Network): number {
  const { height, width } = usual
  const { channels, levels } = one.configuration
  const weights = toTensors(one, randomWeights(naiveNetwork(one), 2))
  const apart = tf.tidy(() => {
    const levelsOf = randomLevels(2 * height * width * channels, levels, 3)
    const pixels = tf.tensor4d(Float32Array.from(levelsOf), [2, height, width, channels])
    const logits = [one, other].map((network) => network.logits(weights, pixels))
    return tf.max(tf.abs(tf.sub(logits[0] as tf.Tensor, logits[1] as tf.Tensor))).dataSync()[0]
  })
  disposeTensors(weights)
  return apart ?? NaN
}

/** Whether a network of that configuration sees more than it may, and less. */
function judge(network: Network, size = usual): { leaks: boolean; loses: boolean } {
  const { architecture, channels, layers } = network.configuration
  if (architecture === 'pixelcnn') throw new Error('not an LSTM')
  const seen = doSee(network, size)
  const expected = lstmMayBeSeen({ architecture, channels, layers, ...size })
  return {
    leaks: seen.some((values, i) => [...values].some((value) => !expected[i]?.has(value))),
    loses: expected.some((values, i) => [...values].some((value) => !seen[i]?.has(value))),
  }
}

describe('a cell at a time, by the definition', () => {
  beforeEach(() => selectRuntime('cpu'))

  it.each([
    { architecture: 'row-lstm', channels: 1, levels: 2 },
    { architecture: 'row-lstm', channels: 3, levels: 4, skip: true },
    { architecture: 'row-lstm', channels: 3, levels: 2, residual: false },
    { architecture: 'diagonal-bilstm', channels: 1, levels: 2 },
    { architecture: 'diagonal-bilstm', channels: 3, levels: 4, skip: true },
    { architecture: 'diagonal-bilstm', channels: 3, levels: 2, residual: false },
  ] as const)('logits and every gradient are those of the scans: %o', async (changes) => {
    const network = tinyNetwork(changes)
    const naive = naiveNetwork(network)
    expect(difference(network, naive)).toBeLessThan(1e-5)
    const weights = randomWeights(network, 5)
    const pixels = randomLevels(2 * 4 * 5 * changes.channels, changes.levels, 1)
    const batch = { pixels, count: 2, height: 4, width: 5 }
    const { gradients } = await natsAndGradients(network, weights, batch)
    const expected = await natsAndGradients(naive, weights, batch)
    for (const [name, values] of expected.gradients) {
      const largest = Math.max(...values.map(Math.abs))
      expect(largest).toBeGreaterThan(0)
      const apart = values.map((value, i) => Math.abs(value - (gradients.get(name)?.[i] ?? NaN)))
      expect(Math.max(...apart) / largest).toBeLessThan(1e-4)
    }
  })
})

describe('mistakes of public implementations', () => {
  beforeEach(() => selectRuntime('wasm'))
  // A wide network: dead ReLUs would hide paths that exist.
  const wide = { hidden: 12, outputFeatures: 30, layers: 1 }

  it.each(['row-lstm', 'diagonal-bilstm'] as const)('are none of those of our %s', (architecture) => {
    for (const channels of [1, 3] as const) {
      const network = tinyNetwork({ architecture, ...wide, channels })
      expect(judge(network)).toEqual({ leaks: false, loses: false })
      expect(judge(naiveNetwork(network))).toEqual({ leaks: false, loses: false })
    }
  })

  it.each(Object.keys(mistakes))('are found: %s', (title) => {
    const mistake = mistakes[title]
    if (!mistake) throw new Error(title)
    const { architecture, channels = 1, rules, size, leaks, loses } = mistake
    const network = tinyNetwork({ architecture, ...wide, channels })
    const wrong = naiveNetwork(network, rules)
    expect(difference(network, naiveNetwork(network))).toBeLessThan(1e-4)
    expect(difference(network, wrong)).toBeGreaterThan(1e-2)
    expect(judge(wrong, size)).toEqual({ leaks, loses })
  })

  it.each([
    { how: 'each colour from logits that have seen the one before', again: true },
    { how: 'all colours from the logits of the first', again: false },
  ])('are found in what is drawn: $how', async ({ again }) => {
    const network = tinyNetwork({ architecture: 'row-lstm', ...wide, channels: 3 })
    // Without biases red is even; with large weights the others depend on it much.
    const random = initialWeights(network, 4)
    const last = random.get('output.2.kernel')
    last?.forEach((value, i) => (last[i] = 6 * value))
    const weights = toTensors(network, random)
    const { count, probabilities } = await enumerate(network, weights, 1, 1)
    const draws = 6000
    const pixels = new Float32Array(draws * 3)
    const stream = new RandomStream(1, 'draw')
    const logitsNow = (): Float32Array =>
      tf.tidy(() =>
        network
          .logits(weights, tf.tensor4d(pixels, [draws, 1, 1, 3]))
          .dataSync<'float32'>()
          .slice(),
      )
    let logits = logitsNow()
    for (let channel = 0; channel < 3; channel++) {
      if (again) logits = logitsNow()
      for (let n = 0; n < draws; n++) {
        const own = logits.subarray(n * 3 + channel, n * 3 + channel + 1)
        pixels[n * 3 + channel] = drawLevel(own, stream.uniform(n, channel), { temperature: 1, topP: 1 })
      }
    }
    disposeTensors(weights)
    const counts = new Array<number>(count).fill(0)
    for (let n = 0; n < draws; n++) {
      const number = numberOf(Uint8Array.from(pixels.subarray(n * 3, n * 3 + 3)), 2)
      counts[number] = (counts[number] ?? 0) + 1
    }
    const { value, limit } = chiSquare(counts, probabilities)
    expect(value < limit).toBe(again)
  })

  it('are found where errors of both signs add up to none', () => {
    const network = tinyNetwork({ architecture: 'row-lstm', ...wide })
    const signs = (shape: number[]): tf.Tensor => {
      const sign = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i % 2) - 0.5)
      return tf.tensor(sign, shape)
    }
    const wrong: Network = {
      ...network,
      logits: (weights, pixels) =>
        tf.tidy(() => {
          const logits = network.logits(weights, pixels)
          return tf.add(logits, signs(logits.shape))
        }),
    }
    expect(difference(network, wrong)).toBeCloseTo(0.5, 4)
  })
})
