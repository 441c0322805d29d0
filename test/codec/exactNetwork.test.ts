import { beforeAll, describe, expect, it } from 'vitest'
import { createExactNetwork, hasExactNetwork } from '../../src/engine/codec/exactNetwork'
import { encodeLevels } from '../../src/engine/codec/imageCodec'
import { imageNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { randomLevels, tinyConfiguration } from '../engine/fixtures'
import { naiveLogits } from './naive'
import { randomCodec, withMaskedEntries } from './support'

const cases = [
  { channels: 1, levels: 2, layers: 2, height: 7, width: 9 },
  { channels: 1, levels: 256, layers: 1, height: 5, width: 4, skip: true },
  { channels: 1, levels: 4, layers: 0, height: 9, width: 8, skip: true },
  { channels: 3, levels: 2, layers: 2, height: 5, width: 3, residual: false },
  { channels: 3, levels: 16, layers: 3, height: 6, width: 5, skip: true },
  { channels: 3, levels: 256, layers: 1, height: 2, width: 3, skip: true, residual: false },
  // Features that three colours don't divide, and fewer features than colours.
  { channels: 3, levels: 3, layers: 2, height: 4, width: 5, hidden: 7, outputFeatures: 10 },
  { channels: 3, levels: 2, layers: 1, height: 3, width: 4, hidden: 1, outputFeatures: 2 },
  { channels: 1, levels: 3, layers: 1, height: 1, width: 1 },
  { channels: 3, levels: 3, layers: 1, height: 11, width: 1 },
] as const

describe.each(['pixelcnn', 'row-lstm', 'diagonal-bilstm'] as const)('the exact %s', (architecture) => {
  beforeAll(() => selectRuntime('wasm'))

  it.each(cases)(
    'is the definition in doubles, bit for bit: $channels channels, $levels levels, $height x $width',
    async ({ height, width, ...changes }) => {
      const { weights: masked, configuration } = await randomCodec({ ...changes, architecture }, 5)
      const weights = withMaskedEntries(configuration, masked)
      const { channels, levels: count } = configuration
      const levels = randomLevels(height * width * channels, count, 3)
      const truth = naiveLogits(configuration, weights, levels, height, width)
      const pass = createExactNetwork(configuration, weights).start(height, width)
      const logits: number[] = []
      for (const level of levels) {
        logits.push(...pass.logits())
        pass.set(level)
      }
      // As numbers: zero may have either sign, which nothing after it can see.
      expect(logits.length).toBe(truth.length)
      expect(logits.findIndex((value, i) => value !== truth[i])).toBe(-1)
    },
  )

  it.each(cases)(
    'gives the nats of the network on tensors: $channels channels, $levels levels, $height x $width',
    async ({ height, width, ...changes }) => {
      const { codec, weights, configuration } = await randomCodec({ ...changes, architecture }, 6)
      const levels = randomLevels(height * width * configuration.channels, configuration.levels, 4)
      const { nats } = await encodeLevels(codec.network, levels, { height, width })
      const network = createNetwork(configuration)
      const tensors = toTensors(network, weights)
      const [expected] = await imageNats(network, tensors, { pixels: levels, count: 1, height, width })
      disposeTensors(tensors)
      expect(Math.abs(nats / expected! - 1)).toBeLessThan(1e-5)
    },
  )

  it('computes each image afresh', async () => {
    const { codec } = await randomCodec({ architecture, channels: 3, levels: 4 })
    const size = { height: 3, width: 4 }
    const [first, second] = [randomLevels(36, 4, 1), randomLevels(36, 4, 2)]
    const alone = await encodeLevels(codec.network, second, size)
    await encodeLevels(codec.network, first, size)
    expect(await encodeLevels(codec.network, second, size)).toEqual(alone)
  })
})

it('refuses Multi-Scale models', () => {
  const configuration = tinyConfiguration({ size: 4, small: tinyConfiguration({ size: 2 }) })
  expect(hasExactNetwork(configuration)).toBe(false)
  expect(() => createExactNetwork(configuration, new Map())).toThrow(
    expect.objectContaining({ code: 'unsupported', subject: 'small' }),
  )
})
