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

describe('matching colours', () => {
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

  it('is on for photos larger than the model’s pictures, until somebody chooses', async () => {
    const workbench = await open('large')
    expect(workbench.match).toBe(true)
    useLibrary().select('fits')
    expect(workbench.match).toBe(false)
    workbench.match = true
    expect(workbench.match).toBe(true)
    useLibrary().select('large')
    workbench.match = false
    expect(workbench.match).toBe(false)
  })

  it('stays as it was chosen in the next window, and unchosen where something else was', async () => {
    const first = await open('fits')
    first.count = 2
    await nextTick()
    const second = await open('large')
    expect(second).toMatchObject({ count: 2, match: true })
    second.match = false
    await nextTick()
    expect(await open('large')).toMatchObject({ count: 2, match: false })
  })
})
