import { expect, it } from 'vitest'
import { loadModel } from '../../src/engine/jobs/loadModel'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { TemporaryFolder } from '../data/support'
import { host, putImages, training, watchJob } from './support'

it('has the network of the last time where the configuration is the same, with weights of its own', async () => {
  const folder = new TemporaryFolder()
  try {
    await putImages(folder, 8)
    const train = (out: string, hidden: number): Promise<unknown> => {
      const { configuration } = training(folder)
      const limit = { steps: 1 }
      return watchJob(
        training(folder, { out: folder.at(out), configuration: { ...configuration, hidden }, limit }),
      ).end
    }
    await train('one', 4)
    await train('two', 4)
    await train('other', 5)
    await selectRuntime('auto')
    const load = (name: string): ReturnType<typeof loadModel> => loadModel(host, folder.at(name))
    const [one, two, other] = [await load('one'), await load('two'), await load('other')]
    expect(two.network).toBe(one.network)
    expect(other.network).not.toBe(one.network)
    expect(two.weights.get('input.kernel')).not.toBe(one.weights.get('input.kernel'))
    for (const model of [one, two, other]) model.dispose()
  } finally {
    folder.remove()
  }
})
