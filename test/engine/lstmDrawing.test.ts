import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { Canvas } from '../../src/engine/sampling/canvas'
import { drawImages } from '../../src/engine/sampling/drawImages'
import { logitsPerChannel } from '../../src/shared/model/configuration'
import { randomLevels, randomWeights, tinyNetwork } from './fixtures'
import { tensorflow } from '../support/runtimes'

const [height, width, channels, levels] = [6, 5, 3, 4] as const
const values = height * width * channels

describe.each(['row-lstm', 'diagonal-bilstm'] as const)('drawing with a %s', (architecture) => {
  const network = tinyNetwork({ architecture, channels, levels, skip: true })
  const known = randomLevels(values, levels, 8)

  // tfjs' WebAssembly kernels add up in another order for the last few rows of a product.
  it.each([['cpu', 0], ['wasm', 1e-5], ...tensorflow.map((name) => [name, 1e-5] as const)] as const)(
    'has in a strip the logits of the whole image, from the top on: %s',
    async (runtime, most) => {
      await selectRuntime(runtime)
      const weights = toTensors(network, randomWeights(network, 6))
      const k = logitsPerChannel({ levels })
      const whole = tf.tidy(() =>
        network
          .logits(weights, tf.tensor4d(Float32Array.from(known), [1, height, width, channels]))
          .dataSync(),
      )
      const canvas = new Canvas(known, new Uint8Array(height * width), 1, height, width, channels)
      for (let value = 0; value < values; value++) {
        const pixel = Math.floor(value / channels)
        const [row, column] = [Math.floor(pixel / width), pixel % width]
        const [strip] = await canvas.logits(network, weights, row, column, value % channels)
        expect(strip).toHaveLength(k)
        strip?.forEach((logit, level) =>
          expect(Math.abs(logit - (whole[value * k + level] ?? NaN))).toBeLessThanOrEqual(most),
        )
      }
      disposeTensors(weights)
    },
  )

  describe.each(['wasm', ...tensorflow] as const)('on %s', (runtime) => {
    beforeAll(() => selectRuntime(runtime))

    it('keeps what is known, draws the same whatever the batch, and leaves no tensor behind', async () => {
      const weights = toTensors(network, randomWeights(network, 6))
      const unknown = new Uint8Array(height * width).fill(1, 2 * width + 1, 4 * width)
      const request = { height, width, known, unknown, seed: 7, temperature: 1, topP: 1 }
      const before = tf.memory().numTensors
      const together = await drawImages(network, weights, { ...request, count: 3 })
      const alone = await drawImages(network, weights, { ...request, count: 1, firstVariant: 2 })
      expect(tf.memory().numTensors).toBe(before)
      expect(alone[0]?.levels).toEqual(together[2]?.levels)
      expect(new Set(together.map((image) => image.levels.join())).size).toBe(3)
      for (const image of together) {
        image.levels.forEach((level, i) => {
          if (unknown[Math.floor(i / channels)] === 0) expect(level).toBe(known[i])
        })
      }
      disposeTensors(weights)
    })
  })
})
