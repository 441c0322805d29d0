import { memoryUsage } from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disposeTensors, initialWeights, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { drawImages } from '../../src/engine/sampling/drawImages'
import { architectures } from '../../src/shared/model/configuration'
import { TemporaryFolder } from '../data/support'
import { randomLevels, strongWeights, tinyNetwork } from '../engine/fixtures'
import { describeWithAll, optional } from '../support/optional'
import { putImages, training, watchJob } from './support'

/** Steps whose memory would show, each of a megabyte and more of tensors. */
const steps = process.env['PIXELLOOM_LONG'] === '1' ? 240 : 120

describeWithAll([optional.tensorflow, optional.kernels], 'TensorFlow beside kernels of our own', () => {
  describe.each(architectures)('%s', (architecture) => {
    it('draws the same pixels from the same seed, all but a few that stand on the edge', async () => {
      const [side, count] = [12, 16]
      const network = tinyNetwork({ architecture, channels: 1, levels: 4 })
      const draw = async (runtime: 'native' | 'tensorflow'): Promise<number[]> => {
        await selectRuntime(runtime)
        const weights = toTensors(network, strongWeights(network, 4))
        const drawn = await drawImages(network, weights, {
          ...{ height: side, width: side, count, seed: 5, temperature: 1, topP: 1 },
          known: new Uint8Array(side * side),
          unknown: new Uint8Array(side * side).fill(1),
        })
        disposeTensors(weights)
        return drawn.flatMap(({ levels }) => [...levels])
      }
      const [ours, theirs] = [await draw('native'), await draw('tensorflow')]
      const differing = ours.filter((level, i) => level !== theirs[i]).length
      expect(new Set(ours).size).toBe(4)
      // One value that falls differently changes what follows it in its image, and that in no other.
      expect(differing / ours.length).toBeLessThan(0.02)
    })

    it('leaves no memory behind over many steps', async () => {
      await selectRuntime('tensorflow')
      const network = tinyNetwork({ architecture, channels: 1, levels: 4 })
      const pixels = randomLevels(8 * 8 * 8, 4, 1)
      const trainer = createTrainer(network, initialWeights(network, 1), { learningRate: 1e-3 })
      for (let step = 0; step < steps / 4; step++) await trainer.step(pixels, 8, 8, 8)
      const before = memoryUsage().rss
      for (let step = 0; step < steps; step++) await trainer.step(pixels, 8, 8, 8)
      expect(memoryUsage().rss - before).toBeLessThan(0.4e6 * steps)
      trainer.dispose()
    })
  })

  describe('a training', () => {
    let folder: TemporaryFolder
    beforeAll(async () => {
      folder = new TemporaryFolder()
      await putImages(folder, 12)
    })
    afterAll(() => folder.remove())

    it('goes on with the checkpoint of the other, there and back', async () => {
      const steps = [20, 40, 60]
      const runtimes = ['native', 'tensorflow', 'native'] as const
      const train = async (changes: Parameters<typeof training>[1]): Promise<number> => {
        const { result } = await watchJob(training(folder, changes)).end
        if (result?.kind !== 'train') throw new Error('nothing was trained')
        return result.loss ?? NaN
      }
      const alone = await train({ runtime: 'native', out: folder.at('alone'), limit: { steps: 60 } })
      const losses: number[] = []
      for (const [i, runtime] of runtimes.entries()) {
        losses.push(await train({ runtime, resume: i > 0, limit: { steps: steps[i] ?? 0 } }))
      }
      expect(losses[2]).not.toBe(losses[0])
      expect(Math.abs((losses[2] ?? NaN) / alone - 1)).toBeLessThan(1e-3)
    })
  })
})
