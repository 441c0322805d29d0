import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { initialWeights } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { randomLevels, tinyNetwork } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'

/** With `npm run test:long` all of them. */
const steps = process.env['PIXELLOOM_LONG'] === '1' ? 10_000 : 1500

describeWith(optional.kernels, 'memory', () => {
  it.each(['native', 'wasm'] as const)(`is no more after ${steps} small steps on %s`, async (runtime) => {
    await selectRuntime(runtime, { threads: 2 })
    const network = tinyNetwork()
    const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 1e-4, average: 0.99 })
    const pixels = randomLevels(4 * 25, 2, 1)
    const train = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) await trainer.step(pixels, 4, 5, 5)
    }
    await train(steps / 10)
    const before = process.memoryUsage()
    const tensors = tf.memory().numTensors
    await train(steps)
    const after = process.memoryUsage()
    expect(tf.memory().numTensors).toBe(tensors)
    // A step that kept but 1 kB of each array would show.
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(steps * 1000)
    expect(after.rss - before.rss).toBeLessThan(64e6)
    trainer.dispose()
  })

  it('is given back by trainers that are done, for the next of any size', async () => {
    await selectRuntime('native', { threads: 2 })
    const network = tinyNetwork({ hidden: 32, layers: 4 })
    const pixels = randomLevels(16 * 48 * 48, 2, 1)
    const rss: number[] = []
    for (let i = 0; i < 40; i++) {
      const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 1e-4 })
      const side = 32 + (i % 16)
      await trainer.step(pixels, 4, side, side)
      trainer.dispose()
      expect((await trainer.weights()).size).toBe(network.parameters.length)
      rss.push(process.memoryUsage().rss)
    }
    // Each held some 10 MB.
    expect((rss.at(-1) ?? NaN) - (rss[9] ?? NaN)).toBeLessThan(150e6)
  })
})
