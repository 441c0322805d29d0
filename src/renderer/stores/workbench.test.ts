import { nextTick } from 'vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApp, model, photo } from '../testing/fixtures'
import { useLibrary } from './library'
import { useModels } from './models'
import { useWorkbench } from './workbench'

const small = model('m', { bundled: true })
const { size } = small.configuration

/** A window, with what the one before it left behind. */
async function open(photoId: string) {
  setActivePinia(createPinia())
  await useLibrary().refresh()
  await useModels().refresh()
  useLibrary().select(photoId)
  return useWorkbench()
}

describe('the edges of a hole', () => {
  beforeEach(() => {
    const photos = [
      photo('fits', { width: size, height: size }),
      photo('large', { width: size, height: size + 1 }),
    ]
    fakeApp({
      'library.list': () => ({ photos }),
      'models.list': () => ({ models: [small], damaged: [] }),
    })
  })

  const soft = { feather: 2, match: true }
  const sharp = { feather: 0, match: false }

  it('are softened in photos larger than the model’s pictures, until somebody chooses', async () => {
    const workbench = await open('large')
    expect(workbench).toMatchObject(soft)
    useLibrary().select('fits')
    expect(workbench).toMatchObject(sharp)
    workbench.match = true
    expect(workbench).toMatchObject({ feather: 0, match: true })
    workbench.feather = 0
    useLibrary().select('large')
    expect(workbench).toMatchObject({ feather: 0, match: true })
  })

  it('stay as they were chosen in the next window, and unchosen where something else was', async () => {
    const first = await open('fits')
    first.count = 2
    await nextTick()
    const second = await open('large')
    expect(second).toMatchObject({ count: 2, ...soft })
    second.match = false
    await nextTick()
    expect(await open('large')).toMatchObject({ count: 2, feather: 2, match: false })
    expect(await open('fits')).toMatchObject(sharp)
  })
})

it('draws calmer where a model knows many levels, until somebody chooses', async () => {
  const levels = (id: string, count: number) =>
    model(id, { configuration: { ...small.configuration, levels: count } })
  fakeApp({
    'library.list': () => ({ photos: [photo('p')] }),
    'models.list': () => ({ models: [levels('photos', 256), levels('digits', 2)], damaged: [] }),
  })
  const workbench = await open('p')
  useModels().choose('photos')
  expect(workbench.temperature).toBe(0.8)
  useModels().choose('digits')
  expect(workbench.temperature).toBe(1)
  workbench.temperature = 1.2
  useModels().choose('photos')
  expect(workbench.temperature).toBe(1.2)
  await nextTick()
  expect((await open('p')).temperature).toBe(1.2)
})
