import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { selectRuntime } from '../runtimes/runtime'
import { createNetwork } from './createNetwork'
import { checkWeights, disposeTensors, initialWeights, parameterCount, toTensors } from './weights'
import type { StoredTensor } from '../storage/safetensors'

const configuration: ModelConfiguration = {
  architecture: 'pixelcnn',
  channels: 3,
  levels: 4,
  size: 8,
  hidden: 24,
  layers: 2,
  outputFeatures: 12,
  residual: true,
  skip: true,
}
const network = createNetwork(configuration)

function stored(): Map<string, StoredTensor> {
  const weights = initialWeights(network, 1)
  return new Map(
    network.parameters.map(({ name, shape }) => [
      name,
      { shape, data: weights.get(name) ?? new Float32Array() },
    ]),
  )
}

describe('the parameters', () => {
  it('have the names and shapes of models.md', () => {
    const block = (i: number): [string, number[]][] => [
      [`blocks.${i}.down.kernel`, [1, 1, 48, 24]],
      [`blocks.${i}.down.bias`, [24]],
      [`blocks.${i}.conv.kernel`, [3, 3, 24, 24]],
      [`blocks.${i}.conv.bias`, [24]],
      [`blocks.${i}.up.kernel`, [1, 1, 24, 48]],
      [`blocks.${i}.up.bias`, [48]],
      [`blocks.${i}.skip.kernel`, [1, 1, 24, 48]],
      [`blocks.${i}.skip.bias`, [48]],
    ]
    expect(network.parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['input.kernel', [7, 7, 3, 48]],
      ['input.bias', [48]],
      ...block(0),
      ...block(1),
      ['output.0.kernel', [1, 1, 48, 12]],
      ['output.0.bias', [12]],
      ['output.1.kernel', [1, 1, 12, 12]],
      ['output.1.bias', [12]],
      ['output.2.kernel', [1, 1, 12, 12]],
      ['output.2.bias', [12]],
    ])
    expect(parameterCount(network)).toBe(
      [...initialWeights(network, 1).values()].reduce((sum, values) => sum + values.length, 0),
    )
  })
})

describe('initial weights', () => {
  const weights = initialWeights(network, 5)

  it('depend on the seed alone', () => {
    expect(initialWeights(network, 5)).toEqual(weights)
    expect(initialWeights(network, 6)).not.toEqual(weights)
    expect(weights.get('blocks.0.up.kernel')).not.toEqual(weights.get('blocks.1.up.kernel'))
  })

  it('are zero where masked and in biases, and vary as 1 / fanIn elsewhere', () => {
    for (const { name, mask, fanIn, shape } of network.parameters) {
      const values = weights.get(name) ?? new Float32Array()
      if (shape.length === 1) {
        expect(values.every((value) => value === 0)).toBe(true)
        continue
      }
      const open = values.filter((_, i) => mask?.[i] !== 0)
      expect(values.filter((_, i) => mask?.[i] === 0).every((value) => value === 0)).toBe(true)
      expect(open.every((value) => value !== 0)).toBe(true)
      const variance = open.reduce((sum, value) => sum + value * value, 0) / open.length
      // Five standard deviations of a variance that is estimated from so many numbers.
      expect(Math.abs(variance * (fanIn ?? NaN) - 1)).toBeLessThan(5 * Math.sqrt(2 / open.length))
    }
  })
})

describe('weights from a file', () => {
  it('are taken as they are, masked entries as zero, and the file is left alone', () => {
    const tensors = stored()
    const open = new Float32Array(7 * 7 * 3 * 48).fill(1)
    tensors.set('input.kernel', { shape: [7, 7, 3, 48], data: open })
    const weights = checkWeights(network, tensors)
    const mask = network.parameters[0]?.mask
    expect(weights.get('input.kernel')).toEqual(mask)
    expect(open.every((value) => value === 1)).toBe(true)
    expect(weights.get('output.1.kernel')).toEqual(tensors.get('output.1.kernel')?.data)
  })

  it('may hold tensors that the network does not know', () => {
    const tensors = stored().set('extra', { shape: [1], data: Float32Array.of(1) })
    expect(checkWeights(network, tensors).has('extra')).toBe(false)
  })

  const name = 'blocks.1.conv.kernel'
  const size = 9 * 24 * 24
  it.each([
    ['missing', undefined],
    ['of another shape', { shape: [3, 3, 12, 48], data: new Float32Array(size) }],
    ['too short for its shape', { shape: [3, 3, 24, 24], data: new Float32Array(7) }],
    ['not numbers', { shape: [3, 3, 24, 24], data: new Float32Array(size).fill(NaN) }],
  ])('are refused by name where one is %s', (_, tensor) => {
    const tensors = stored()
    tensors.delete(name)
    if (tensor) tensors.set(name, tensor)
    expect(() => checkWeights(network, tensors)).toThrow(
      expect.objectContaining({
        code: 'model-damaged',
        subject: name,
        message: expect.stringContaining(name) as unknown,
      }) as Error,
    )
  })
})

describe('tensors of weights', () => {
  beforeAll(() => selectRuntime('cpu'))

  it('hold the weights, and nothing is left where one is missing', () => {
    const weights = initialWeights(network, 1)
    const before = tf.memory().numTensors
    const tensors = toTensors(network, weights)
    expect(tensors.size).toBe(network.parameters.length)
    expect(tensors.get('output.0.kernel')?.shape).toEqual([1, 1, 48, 12])
    expect(tensors.get('output.0.kernel')?.dataSync()).toEqual(weights.get('output.0.kernel'))
    disposeTensors(tensors)
    weights.delete('output.2.bias')
    expect(() => toTensors(network, weights)).toThrow(
      expect.objectContaining({ code: 'model-damaged', subject: 'output.2.bias' }) as Error,
    )
    expect(tf.memory().numTensors).toBe(before)
  })
})
