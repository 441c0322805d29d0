import { mkdir, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createModelStore } from '../../src/app/models/modelStore'
import { temporaryFolder } from './support/folders'
import { weights, writeModel } from './support/model'

async function openStore() {
  const place = await temporaryFolder()
  const [dataFolder, resources] = [join(place, 'data'), join(place, 'resources')]
  const store = createModelStore({ dataFolder, resources })
  return { place, store, own: join(dataFolder, 'models'), bundled: join(resources, 'models') }
}

describe('listing models', () => {
  it('is empty where there is no folder', async () => {
    const { store } = await openStore()
    expect(await store.list()).toEqual({ models: [], damaged: [] })
  })

  it('summarises own and bundled ones from headers alone', async () => {
    const { store, own, bundled } = await openStore()
    await writeModel(join(bundled, 'mnist-pixelcnn'), { name: 'Digits' })
    const training = { data: '/photos', steps: 200, seconds: 60, bestValidationNats: 90.5, batch: 16 }
    const birds = await writeModel(join(own, 'birds'), { version: 1, name: 'Birds', training })
    await mkdir(join(birds, 'checkpoints', '200'), { recursive: true })
    const { models, damaged } = await store.list()
    expect(damaged).toEqual([])
    expect(models).toMatchObject([
      {
        id: 'birds',
        name: 'Birds',
        path: birds,
        bundled: false,
        parameters: 12,
        bytes: weights().length,
        configuration: { architecture: 'pixelcnn', size: 28 },
        training: { steps: 200, bestValidationNats: 90.5 },
        resumable: true,
      },
      { id: 'mnist-pixelcnn', name: 'Digits', bundled: true, resumable: false },
    ])
  })

  it('opens a folder that holds only a minimal model.json and weights', async () => {
    const { store, own } = await openStore()
    await writeModel(join(own, 'plain'))
    expect(await store.find('plain')).toMatchObject({ name: 'plain', resumable: false })
  })

  it('names damaged ones with what is wrong and lists the rest', async () => {
    const { store, own, bundled } = await openStore()
    await writeModel(join(own, 'good'))
    await mkdir(join(own, 'empty'))
    await writeModel(join(own, 'no-document'))
    await rm(join(own, 'no-document', 'model.json'))
    await writeModel(join(own, 'no-weights'))
    await rm(join(own, 'no-weights', 'weights.safetensors'))
    await writeModel(join(own, 'cut'))
    await truncate(join(own, 'cut', 'weights.safetensors'), weights().length - 1)
    await writeModel(join(own, 'header'))
    await writeFile(join(own, 'header', 'weights.safetensors'), 'not safetensors, but long enough')
    await writeModel(join(own, 'odd'), { levels: 1 })
    await writeModel(join(own, 'text'))
    await writeFile(join(own, 'text', 'model.json'), '{')
    await writeModel(join(bundled, 'same'))
    await writeModel(join(own, 'same'))
    await writeFile(join(own, 'a file'), '')
    await mkdir(join(own, '.hidden'))
    const { models, damaged } = await store.list()
    expect(models.map(({ id }) => id)).toEqual(['good', 'same'])
    expect(Object.fromEntries(damaged.map(({ id, reason }) => [id, reason]))).toEqual({
      cut: expect.stringContaining('truncated') as string,
      'no-document': expect.stringContaining('model.json') as string,
      header: expect.stringContaining('truncated') as string,
      'no-weights': expect.stringContaining('no weights.safetensors') as string,
      odd: expect.stringContaining('levels') as string,
      same: expect.stringContaining('bundled') as string,
      text: expect.stringContaining('not JSON') as string,
    })
  })

  it('notices when a model was written anew', async () => {
    const { store, own } = await openStore()
    const folder = await writeModel(join(own, 'birds'), { name: 'Before' })
    await store.list()
    await writeModel(folder, { name: 'Afterwards' })
    await utimes(join(folder, 'weights.safetensors'), 5, 5)
    expect(await store.find('birds')).toMatchObject({ name: 'Afterwards', updatedAt: 5000 })
  })

  it('does not call a training damaged that has saved nothing yet', async () => {
    const { store, own } = await openStore()
    const place = await store.reserve('Birds')
    await mkdir(join(own, 'birds'), { recursive: true })
    expect(await store.list()).toEqual({ models: [], damaged: [] })
    expect(await store.metrics('birds')).toEqual([])
    // The weights are written before model.json.
    await writeFile(join(own, 'birds', 'weights.safetensors'), weights())
    expect((await store.list()).damaged).toEqual([])
    place.release()
    expect((await store.list()).damaged).toMatchObject([{ id: 'birds' }])
  })
})

describe('naming a model', () => {
  it('takes a folder or an id', async () => {
    const { store, own, bundled, place } = await openStore()
    await writeModel(join(own, 'birds'))
    await writeModel(join(bundled, 'digits'))
    await writeModel(join(place, 'elsewhere', 'mine'))
    expect(await store.resolve('birds')).toBe(join(own, 'birds'))
    expect(await store.resolve('digits')).toBe(join(bundled, 'digits'))
    expect(await store.resolve('elsewhere/mine', place)).toBe(join(place, 'elsewhere', 'mine'))
    expect(await store.resolve(join(own, 'birds'))).toBe(join(own, 'birds'))
  })

  it('prefers an id to a folder of that name that holds no model', async () => {
    const { store, own, place } = await openStore()
    await writeModel(join(own, 'birds'))
    await mkdir(join(place, 'birds'))
    expect(await store.resolve('birds', place)).toBe(join(own, 'birds'))
  })

  it.each(['nobody', '../birds', '', 'a/b'])('does not find %j', async (name) => {
    const { store } = await openStore()
    await expect(store.find(name)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.resolve('nobody')).rejects.toMatchObject({ code: 'not-found', subject: 'nobody' })
  })

  it('gives each new training a folder of its own, also when they begin together', async () => {
    const { store, own, bundled } = await openStore()
    await writeModel(join(bundled, 'digits'))
    const reserved = await Promise.all(['Digits', 'digits', 'Digits!'].map((name) => store.reserve(name)))
    expect(reserved.map(({ id }) => id).sort()).toEqual(['digits-2', 'digits-3', 'digits-4'])
    expect(await readdir(own).catch(() => 'not made')).toBe('not made')
  })
})

describe('copying models', () => {
  it('imports a model and its curve, and nothing else, under a free id', async () => {
    const { store, own, place } = await openStore()
    const from = await writeModel(join(place, 'My Birds'), { name: 'My birds' })
    await mkdir(join(from, 'checkpoints', '5'), { recursive: true })
    await writeFile(join(from, 'metrics.jsonl'), '')
    await writeFile(join(from, 'holiday.png'), 'not a part of a model')
    expect(await store.import(from)).toMatchObject({ id: 'my-birds', name: 'My birds', resumable: false })
    expect(await store.import(from)).toMatchObject({ id: 'my-birds-2' })
    expect(await readdir(own)).toEqual(['my-birds', 'my-birds-2'])
    const copied = ['metrics.jsonl', 'model.json', 'weights.safetensors']
    expect(await readdir(join(own, 'my-birds'))).toEqual(copied)
  })

  it('imports nothing that is no model', async () => {
    const { store, place, own } = await openStore()
    await mkdir(join(place, 'photos'))
    await writeFile(join(place, 'file'), '')
    await writeModel(join(place, 'cut'))
    await truncate(join(place, 'cut', 'weights.safetensors'), weights().length - 1)
    await expect(store.import(join(place, 'photos'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.import(join(place, 'cut'))).rejects.toMatchObject({ code: 'model-damaged' })
    await expect(store.import(join(place, 'file'))).rejects.toMatchObject({ code: 'model-damaged' })
    expect(await readdir(own).catch(() => [])).toEqual([])
  })

  it('exports into a folder to make', async () => {
    const { store, own, place } = await openStore()
    await writeModel(join(own, 'birds'))
    await store.export('birds', 'out/birds', place)
    expect(await readdir(join(place, 'out', 'birds'))).toEqual(['model.json', 'weights.safetensors'])
    await expect(store.export('birds', 'out/birds', place)).rejects.toMatchObject({ code: 'model-exists' })
    await expect(store.export('birds', 'birds.zip', place)).rejects.toMatchObject({ code: 'unsupported' })
  })
})

it('reads the curve of a training, a torn last line left out', async () => {
  const { store, own } = await openStore()
  const folder = await writeModel(join(own, 'birds'))
  expect(await store.metrics('birds')).toEqual([])
  const points = [
    { step: 10, seconds: 1, loss: 300 },
    { step: 20, seconds: 2, loss: 200, validation: 210, imagesPerSecond: 99 },
  ]
  const lines = points.map((point) => JSON.stringify(point)).join('\n')
  await writeFile(join(folder, 'metrics.jsonl'), `${lines}\n{"step": 30, "sec`)
  expect(await store.metrics('birds')).toEqual(points)
  await expect(store.metrics('nobody')).rejects.toMatchObject({ code: 'not-found' })
})
