import { describe, expect, it, vi } from 'vitest'
import { fakeApp, job, model } from '../testing/fixtures'
import { useApp } from './app'
import { useFolderForm } from './folderForm'
import { useJobs } from './jobs'
import { useModels } from './models'
import { useSampleForm } from './sampleForm'

describe('the form for samples', () => {
  it('says what is missing, and asks for what was chosen', async () => {
    const connection = fakeApp({ 'jobs.sample': () => job('s', { kind: 'sample' }) })
    const form = useSampleForm()
    expect(form.obstacle).toMatch(/no model yet/)
    useModels().models = [model('digits')]
    expect(form.obstacle).toBeUndefined()
    form.drawing.seed = 'seven'
    expect(form.obstacle).toMatch(/another value/)
    Object.assign(form.drawing, { seed: '7', temperature: 0.5 })
    form.out = '  /out '
    await form.start()
    expect(connection.inputs('jobs.sample')).toEqual([
      expect.objectContaining({ modelId: 'digits', count: 50, seed: 7, temperature: 0.5, out: '/out' }),
    ])
    expect(useJobs().find('s')).toBeDefined()
  })

  it('is filled from an earlier run, but for the folder that the app had made', async () => {
    fakeApp()
    await useApp().start()
    const form = useSampleForm()
    const asked = { modelId: 'm', count: 9, width: 20, format: 'webp', grid: false, npy: true } as const
    form.fill({ ...asked, seed: 3, out: '/data/exports/today' })
    expect(form).toMatchObject({ open: true, count: 9, size: 'own', width: 20, format: 'webp', out: '' })
    expect(form.request).toMatchObject({ seed: 3, npy: true, grid: false })
    form.fill({ ...asked, out: '/home/me/out' })
    expect(form.out).toBe('/home/me/out')
  })
})

describe('the form for folders', () => {
  it('looks into the folder once it is chosen, and tells only what was last asked for', async () => {
    vi.useFakeTimers()
    const found = {
      images: 38,
      withoutMask: 2,
      withoutMaskNames: ['a', 'b'],
      skipped: [],
      out: '/p/completed',
    }
    const connection = fakeApp({
      'jobs.inspectFolder': ({ folder }) => {
        if (folder === '/gone') throw new Error('There is no such folder.')
        return found
      },
    })
    const form = useFolderForm()
    form.open = true
    form.folder = '/p'
    await vi.advanceTimersByTimeAsync(1000)
    expect(connection.inputs('jobs.inspectFolder')).toEqual([])
    for (const path of ['/', '/m', '/masks']) form.maskFolder = path
    await vi.advanceTimersByTimeAsync(1000)
    expect(connection.inputs('jobs.inspectFolder')).toEqual([
      { folder: '/p', masks: { from: 'folder', path: '/masks' }, out: undefined },
    ])
    expect(form.found).toEqual(found)
    form.folder = '/gone'
    await vi.advanceTimersByTimeAsync(1000)
    expect(form.found).toBeUndefined()
    expect(form.trouble?.message).toBe('There is no such folder.')
    vi.useRealTimers()
  })

  it('draws as calmly as a single photo would be, until somebody chooses', () => {
    fakeApp()
    const digits = model('digits')
    const photos = model('photos', { configuration: { ...digits.configuration, levels: 256 } })
    useModels().models = [photos, digits]
    const form = useFolderForm()
    form.modelId = 'photos'
    expect(form.request.temperature).toBe(0.8)
    form.modelId = 'digits'
    expect(form.request.temperature).toBe(1)
    form.drawing.temperature = 0.6
    form.modelId = 'photos'
    expect(form.request.temperature).toBe(0.6)
  })
})
