import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { initialWeights } from '../../src/engine/models/weights'
import { natsAndGradients } from '../../src/engine/likelihood/gradients'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { architectures } from '../../src/shared/model/configuration'
import { native, tensorflow, webgpu } from '../support/runtimes'
import { randomLevels, randomWeights, tinyNetwork } from './fixtures'

const [batch, height, width] = [4, 5, 6] as const

describe.each(['cpu', 'wasm', ...tensorflow] as const)('gradients on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each([
    { channels: 1, levels: 2, skip: false, residual: true },
    { channels: 3, levels: 4, skip: true, residual: true },
    { channels: 3, levels: 2, skip: true, residual: false },
  ] as const)(
    'are what finite differences give, along a random direction of each parameter: %o',
    async (changes) => {
      const network = tinyNetwork(changes)
      const weights = randomWeights(network, 2)
      // Small images have small nats, of which single precision keeps more digits behind the point.
      const images = {
        pixels: randomLevels(batch * 3 * 4 * changes.channels, changes.levels, 3),
        count: batch,
        height: 3,
        width: 4,
      }
      const { gradients } = await natsAndGradients(network, weights, images)
      const stream = new RandomStream(9, 'draw')
      for (const [i, { name, mask }] of network.parameters.entries()) {
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
        // Rounding of the nats (some 2e-6) counts for less with a longer step, kinks of ReLUs for more.
        expect(Math.abs(difference - slope)).toBeLessThan(0.01 + 0.02 * Math.abs(slope))
        gradients.get(name)?.forEach((g, j) => {
          if (mask?.[j] === 0) expect(Math.abs(g)).toBe(0)
        })
      }
    },
  )
})

const trained = architectures.flatMap((architecture) =>
  (['cpu', 'wasm', ...native, ...tensorflow, ...webgpu] as const).map(
    (runtime) => [architecture, runtime] as const,
  ),
)

describe.each(trained)('training a %s on %s', (architecture, runtime) => {
  beforeAll(() => selectRuntime(runtime))
  const network = tinyNetwork({ architecture, channels: 3, levels: 4, skip: true })
  const pixels = randomLevels(batch * height * width * 3, 4, 1)

  // On what imitates a card a step takes longer than ten elsewhere: there fewer and longer ones, unless there is time.
  const steps = runtime === 'webgpu' && process.env['PIXELLOOM_LONG'] !== '1' ? 60 : 100

  it(`learns a few images by heart, keeps masked weights at zero, and leaks no tensor in ${steps} steps`, async () => {
    const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 0.3 / steps })
    const first = await trainer.step(pixels, batch, height, width)
    const { numTensors, numDataBuffers } = tf.memory()
    let last = first
    for (let i = 0; i < steps; i++) last = await trainer.step(pixels, batch, height, width)
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
    expect(last.nats).toBeLessThan(0.5 * first.nats)
    const weights = await trainer.weights()
    let masked = 0
    for (const { name, mask } of network.parameters) {
      weights.get(name)?.forEach((value, i) => {
        if (mask?.[i] !== 0) return
        masked++
        expect(value).toBe(0)
      })
    }
    expect(masked).toBeGreaterThan(0)
  })

  it('goes on from saved weights and state as if it had never stopped', async () => {
    const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 1e-3 })
    for (let i = 0; i < 3; i++) await trainer.step(pixels, batch, height, width)
    const resumed = createTrainer(network, await trainer.weights(), { learningRate: 1e-3 })
    resumed.restore(await trainer.state(), 3)
    for (let i = 0; i < 3; i++) {
      expect(await resumed.step(pixels, batch, height, width)).toEqual(
        await trainer.step(pixels, batch, height, width),
      )
    }
    expect(await resumed.weights()).toEqual(await trainer.weights())
    expect(await resumed.state()).toEqual(await trainer.state())
  })

  it('says that it diverged, and keeps the weights as they were', async () => {
    const weights = initialWeights(network, 1)
    weights.get('output.2.bias')?.fill(3e38)
    weights.get('output.2.kernel')?.fill(-3e38)
    const trainer = createTrainer(network, weights, { learningRate: 1e-3 })
    await expect(trainer.step(pixels, batch, height, width)).rejects.toMatchObject({ code: 'diverged' })
    expect(await trainer.weights()).toEqual(weights)
    expect((await trainer.state()).size).toBe(0)
  })

  it('takes a new learning rate between steps', async () => {
    const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 1e-3 })
    await trainer.step(pixels, batch, height, width)
    const before = await trainer.weights()
    trainer.learningRate = 0
    await trainer.step(pixels, batch, height, width)
    expect(await trainer.weights()).toEqual(before)
    expect(trainer.learningRate).toBe(0)
  })
})
