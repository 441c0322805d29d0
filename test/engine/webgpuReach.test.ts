import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { openDawn } from '../../src/engine/runtimes/webgpu/dawn'
import { webgpuDevice, type WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { architectures } from '../../src/shared/model/configuration'
import { logitsOn } from '../kernels/webgpuLogits'
import { describeWith, optional } from '../support/optional'
import {
  multiScaleConfiguration,
  randomLevels,
  randomWeights,
  tinyConfiguration,
  tinyNetwork,
} from './fixtures'
import { lstmMayBeSeen } from './lstmReach'
import { pixelcnnMayBeSeen } from './pixelcnnReach'
import { doDepend, sorted } from './reach'

// A wide network: dead ReLUs would hide paths that exist.
const wide = { hidden: 15, outputFeatures: 30 }

describeWith(optional.webgpu, 'logits on WebGPU', () => {
  let device: WebgpuDevice
  beforeAll(async () => {
    await selectRuntime('wasm')
    const opened = await openDawn()
    if ('reason' in opened) throw new Error(opened.reason)
    // As large models are computed on a card; webgpuPlans.test.ts has both ways.
    device = webgpuDevice({ ...opened.open, stepsApart: 0 })
  })
  afterAll(() => device.open.device.destroy())

  describe.each(architectures)('of a %s', (architecture) => {
    it.each([
      { channels: 1, levels: 2, layers: 2, height: 5, width: 6 },
      { channels: 3, levels: 3, layers: 1, height: 3, width: 4, skip: true },
    ] as const)(
      'depend on exactly the earlier values within reach, no more and no fewer: $channels channels, $height x $width',
      async ({ height, width, ...changes }) => {
        const { channels, layers } = changes
        const network = tinyNetwork({ architecture, ...wide, ...changes })
        const seen = await doDepend(network, { height, width }, logitsOn(device))
        const expected =
          architecture === 'pixelcnn'
            ? pixelcnnMayBeSeen({ height, width }, channels, layers)
            : lstmMayBeSeen({ architecture, ...changes, height, width })
        expect(sorted(seen)).toEqual(sorted(expected))
      },
    )

    it.each([
      ['of one scale', tinyConfiguration({ architecture, channels: 3, levels: 5, skip: true })],
      ['of two', multiScaleConfiguration({ architecture, size: 8, channels: 3, levels: 5 }, { size: 4 })],
    ])('are those of the composed operations: %s', async (_scales, configuration) => {
      const network = createNetwork(configuration)
      const [count, height, width] = [2, 7, 6]
      const weights = randomWeights(network, 4)
      const pixels = Float32Array.from(randomLevels(count * height * width * 3, 5, 2))
      const found = await logitsOn(device)(network, weights, pixels, { count, height, width })
      const tensors = toTensors(network, weights)
      const composed = tf.tidy(() => network.logits(tensors, tf.tensor4d(pixels, [count, height, width, 3])))
      const expected = await composed.data()
      tf.dispose(composed)
      disposeTensors(tensors)
      expect(found).toHaveLength(expected.length)
      expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(0.1)
      const furthest = found.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN))),
        0,
      )
      expect(furthest).toBeLessThan(1e-4)
    })
  })
})
