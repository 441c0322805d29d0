import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conditionerPrefix } from '../../src/engine/models/conditioner'
import { readMetrics } from '../../src/engine/storage/metrics'
import { readModelFolder } from '../../src/engine/storage/modelFolder'
import { refusal, TemporaryFolder } from '../data/support'
import { host, putImages, training, watchJob } from './support'

const conditioner = { hidden: 6, layers: 2, outputFeatures: 8 }

let folder: TemporaryFolder
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 30)
  await watchJob(training(folder)).end
})
afterEach(() => {
  folder.remove()
})

const beside = (changes: object = {}): ReturnType<typeof training> =>
  training(folder, {
    ...{ out: folder.at('conditioned'), from: folder.at('model'), configuration: { conditioner } },
    ...changes,
  })

describe('training a conditioning network', () => {
  it('leaves the model beside it as it was, and tells of both how they came to be', async () => {
    await watchJob(beside({ limit: { steps: 120 }, checkEvery: 40, learningRate: 5e-3 })).end
    const before = await readModelFolder(host, folder.at('model'))
    const after = await readModelFolder(host, folder.at('conditioned'))
    for (const [name, tensor] of before.weights) expect(after.weights.get(name)).toEqual(tensor)
    const own = [...after.weights].filter(([name]) => name.startsWith(conditionerPrefix))
    expect(own.length).toBe(2 * (1 + 2 * 3 + 2))
    expect(own.some(([, { data }]) => data.some((value) => value !== 0))).toBe(true)
    expect(after.configuration).toEqual({ ...before.configuration, conditioner })
    expect(after.document.training).toEqual(before.document.training)
    expect(after.document.conditionerTraining).toMatchObject({ steps: 120, images: 30 })
    // It begins where the model is alone, and comes to know more of what is hidden.
    const points = await readMetrics(host, folder.at('conditioned'))
    const looks = points.flatMap(({ validation }) => validation ?? [])
    expect(looks.at(-1)).toBeLessThan(looks[0] ?? 0)
  })

  it('stopped and resumed is, byte for byte, training that never stopped', async () => {
    await watchJob(beside({ out: folder.at('whole'), limit: { steps: 30 } })).end
    await watchJob(beside({ limit: { steps: 13 } })).end
    await watchJob(beside({ from: undefined, configuration: {}, resume: true, limit: { steps: 30 } })).end
    const bytes = (model: string): Buffer =>
      readFileSync(folder.at(model, 'checkpoints', '30', 'weights.safetensors'))
    expect(bytes('conditioned').equals(bytes('whole'))).toBe(true)
    const { document } = await readModelFolder(host, folder.at('conditioned'))
    expect(document.training).toMatchObject({ steps: 20 })
  })

  it('needs a model to stand beside', async () => {
    expect(await refusal(watchJob(beside({ from: undefined })).end)).toMatchObject({
      code: 'invalid-argument',
      subject: 'conditioner',
    })
  })

  it('is dropped where the model itself goes on to learn, which it would no longer fit', async () => {
    await watchJob(beside({ limit: { steps: 5 } })).end
    await watchJob(
      training(folder, { out: folder.at('further'), from: folder.at('conditioned'), configuration: {} }),
    ).end
    const { configuration, weights, document } = await readModelFolder(host, folder.at('further'))
    expect(configuration.conditioner).toBeUndefined()
    expect([...weights.keys()].some((name) => name.startsWith(conditionerPrefix))).toBe(false)
    expect(document.conditionerTraining).toBeUndefined()
  })
})
