import { afterAll, describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { conditionerPrefix } from '../../src/engine/models/conditioner'
import { meanPrefix } from '../../src/engine/optimizers/adam'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { partSize, partsOf } from '../../src/engine/optimizers/parts'
import { selectRuntime, stopKernels } from '../../src/engine/runtimes/runtime'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { native, tensorflow, webgpu } from '../support/runtimes'
import { randomLevels, randomWeights } from './fixtures'

const side = 8
const usual = { channels: 3, levels: 4, size: side, hidden: 6, layers: 2, outputFeatures: 8 } as const
const base = { ...usual, residual: true, skip: true } as const
const pixelcnn: ModelConfiguration = { ...base, architecture: 'pixelcnn' }
const models: [string, ModelConfiguration][] = [
  ...architectures.map((architecture): [string, ModelConfiguration] => [
    architecture,
    { ...base, architecture },
  ]),
  ['multi-scale', { ...pixelcnn, small: { ...pixelcnn, size: 4 } }],
  ['conditioned', { ...pixelcnn, conditioner: { hidden: 4, layers: 2, outputFeatures: 6 } }],
]

/** Loss, norm and gradient of a step on `count` images, and the weights after it. */
async function stepOf(configuration: ModelConfiguration, count: number, microBatch?: number) {
  const network = createNetwork(configuration)
  const pixels = randomLevels(count * side * side * 3, 4, 5)
  const unknown = network.conditioner && randomLevels(count * side * side, 2, 6)
  const trainer = createTrainer(network, randomWeights(network, 3), {
    ...{ learningRate: 1e-3, optimizer: 'adam', clipNorm: 0 },
    ...(microBatch !== undefined && { microBatch }),
  })
  const { nats, gradientNorm } = await trainer.step(pixels, count, side, side, unknown)
  const weights = await trainer.weights()
  // After one step Adam's mean is the gradient, times what is the same for all.
  const gradient = new Map([...(await trainer.state())].filter(([name]) => name.startsWith(meanPrefix)))
  trainer.dispose()
  return { nats, gradientNorm, gradient, weights }
}

afterAll(() => stopKernels())

describe.each([...native, 'wasm', 'cpu', ...tensorflow, ...webgpu] as const)(
  'a step in parts on %s',
  (runtime) => {
    it.each(models)('of a %s is the step on the whole batch', async (_name, configuration) => {
      await selectRuntime(runtime, { threads: 2 })
      // An odd count, so that the last part is smaller.
      const whole = await stepOf(configuration, 5)
      for (const microBatch of [1, 2, 3]) {
        const inParts = await stepOf(configuration, 5, microBatch)
        expect(Math.abs(inParts.nats / whole.nats - 1)).toBeLessThan(1e-6)
        expect(Math.abs(inParts.gradientNorm / whole.gradientNorm - 1)).toBeLessThan(1e-6)
        for (const [name, values] of whole.gradient) {
          const others = inParts.gradient.get(name) ?? new Float32Array()
          expect(others).toHaveLength(values.length)
          const largest = Math.max(...values.map(Math.abs))
          const furthest = Math.max(...values.map((value, i) => Math.abs(value - (others[i] ?? NaN))))
          // Of a sum that cancels itself rounding is all there is: 1e-6 of its own tensor's largest.
          expect(furthest, name).toBeLessThanOrEqual(1e-6 * Math.max(largest, 1e-4))
          const isTrained = !configuration.conditioner || name.includes(conditionerPrefix)
          if (isTrained) expect(largest, name).toBeGreaterThan(0)
        }
      }
    })

    it('is bit for bit the same again, and the whole batch where it is no larger than a part', async () => {
      await selectRuntime(runtime, { threads: 2 })
      expect(await stepOf(pixelcnn, 4, 2)).toEqual(await stepOf(pixelcnn, 4, 2))
      expect(await stepOf(pixelcnn, 4, 4)).toEqual(await stepOf(pixelcnn, 4))
      expect(await stepOf(pixelcnn, 4, 99)).toEqual(await stepOf(pixelcnn, 4))
    })
  },
)

describe('parts of a batch', () => {
  it('are few and even, and have every image once', () => {
    expect(partsOf(5, 2)).toEqual([
      { from: 0, count: 2 },
      { from: 2, count: 2 },
      { from: 4, count: 1 },
    ])
    expect(partsOf(20, 16)).toEqual([
      { from: 0, count: 10 },
      { from: 10, count: 10 },
    ])
    expect(partsOf(7)).toEqual([{ from: 0, count: 7 }])
    expect([partSize(20, 16), partSize(16, 16), partSize(3, 8), partSize(5, 1)]).toEqual([10, 16, 3, 1])
  })
})
