import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createNetwork } from '../models/createNetwork'
import { disposeTensors, initialWeights, toTensors } from '../models/weights'
import { selectRuntime } from '../runtimes/runtime'
import { bitsPerDimension, imageNats } from './nats'

describe('likelihood', () => {
  beforeAll(() => selectRuntime('cpu'))

  it.each([2, 3, 256])('of a model without weights is uniform: %i levels', async (levels) => {
    const before = tf.memory().numTensors
    const network = createNetwork({
      architecture: 'pixelcnn',
      channels: 3,
      levels,
      size: 3,
      hidden: 3,
      layers: 1,
      outputFeatures: 3,
      residual: true,
      skip: false,
    })
    const zeros = new Map([...initialWeights(network, 0)].map(([name, values]) => [name, values.fill(0)]))
    const weights = toTensors(network, zeros)
    const pixels = Uint8Array.from({ length: 2 * 3 * 4 * 3 }, (_, i) => i % levels)
    const nats = await imageNats(network, weights, { pixels, count: 2, height: 3, width: 4 })
    disposeTensors(weights)
    expect(nats).toHaveLength(2)
    for (const n of nats) {
      expect(n).toBeCloseTo(36 * Math.log(levels), 3)
      expect(bitsPerDimension(n, 36)).toBeCloseTo(Math.log2(levels), 4)
    }
    expect(tf.memory().numTensors).toBe(before)
  })
})
