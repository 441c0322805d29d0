import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { fakeApp, job, lowerHalf, model, photo } from '../testing/fixtures'
import { useAccepted } from './accepted'
import { useCompletions } from './completions'
import { useDesk } from './desk'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'

const copy = photo('copy', { source: 'copy', name: 's-completed-2.png' })

async function withVariants() {
  const connection = fakeApp({
    'library.list': () => ({ photos: [photo('s', { source: 'sample' })] }),
    'masks.load': ({ photoId }) => ({ mask: photoId === 's' ? lowerHalf : null }),
    'models.list': () => ({ models: [model('m')], damaged: [] }),
    'jobs.complete': () => job('j', { photoId: 's', modelId: 'm' }),
    'results.accept': () => copy,
    'library.remove': () => ({}),
  })
  await useLibrary().refresh()
  await useModels().refresh()
  useJobs().listen()
  useCompletions().listen()
  const desk = useDesk()
  // Asked for as soon as it is looked at.
  expect(desk.mask?.bounds).toBeUndefined()
  await flushPromises()
  await desk.complete()
  const picture = { role: 'completion' as const, variant: 1, address: 'r/1', nats: 80 }
  connection.emit('job.picture', { jobId: 'j', picture })
  desk.showVariant(1)
  return { connection, desk, accepted: useAccepted() }
}

describe('accepting a variant', () => {
  it('goes on from it as a photo of its own', async () => {
    const { connection, desk, accepted } = await withVariants()
    await accepted.accept()
    expect(connection.inputs('results.accept')).toEqual([{ jobId: 'j', variant: 1 }])
    expect(desk.photo?.id).toBe('copy')
    expect(desk.run).toBeUndefined()
    expect(accepted.origin).toEqual({ photoId: 's', jobId: 'j', variant: 1 })
  })

  it('is undone: the strip is back, and what nothing was done with is gone', async () => {
    const { connection, desk, accepted } = await withVariants()
    await accepted.accept()
    await accepted.undo()
    expect(desk.photo?.id).toBe('s')
    expect(desk.shown?.index).toBe(1)
    expect(connection.inputs('library.remove')).toEqual([{ photoIds: ['copy'] }])
    expect(accepted.canUndo).toBe(false)
  })

  it('undoes what was painted since first, and keeps a picture that was painted on', async () => {
    const { connection, desk, accepted } = await withVariants()
    await accepted.accept()
    useMasks().of(copy).rectangle({ x: 0, y: 0, width: 2, height: 2 }, 1)
    await accepted.undo()
    expect(desk.photo?.id).toBe('copy')
    expect(desk.mask?.bounds).toBeUndefined()
    desk.mask?.redo()
    await accepted.goBack()
    expect(desk.photo?.id).toBe('s')
    expect(connection.inputs('library.remove')).toEqual([])
  })

  it('is remembered over a reload, and told of nothing that is gone', async () => {
    const { accepted } = await withVariants()
    await accepted.accept()
    await nextTick()
    const kept = localStorage.getItem('pixelloom.accepted') ?? ''
    const connection = fakeApp({
      'library.list': () => ({ photos: [photo('s', { source: 'sample' }), copy] }),
    })
    localStorage.setItem('pixelloom.accepted', kept)
    useLibrary().listen()
    await useLibrary().refresh()
    useLibrary().select('copy')
    expect(useAccepted().origin).toEqual({ photoId: 's', jobId: 'j', variant: 1 })
    connection.emit('library.changed', { added: [], changed: [], removed: ['s'] })
    expect(useAccepted().origin).toBeUndefined()
  })

  it('takes only what is finished', async () => {
    const { connection, desk, accepted } = await withVariants()
    desk.showVariant(0)
    await accepted.accept()
    desk.showVariant(undefined)
    await accepted.accept()
    expect(connection.inputs('results.accept')).toEqual([])
  })
})
