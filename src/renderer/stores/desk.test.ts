import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { fakeApp, job, lowerHalf, model, photo } from '../testing/fixtures'
import { useDesk } from './desk'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useModels } from './models'
import { useWorkbench } from './workbench'

async function desk(handlers: Parameters<typeof fakeApp>[0] = {}) {
  const connection = fakeApp({
    'library.list': () => ({ photos: [photo('s', { source: 'sample' }), photo('p')] }),
    'masks.load': ({ photoId }) => ({ mask: photoId === 's' ? lowerHalf : null }),
    'models.list': () => ({ models: [model('own'), model('m', { bundled: true })], damaged: [] }),
    'jobs.complete': ({ photoId }) => job(`on ${photoId}`, { photoId, modelId: 'm' }),
    ...handlers,
  })
  await useLibrary().refresh()
  await useModels().refresh()
  useJobs().listen()
  const table = useDesk()
  // Asked for as soon as it is looked at.
  expect(table.mask?.bounds).toBeUndefined()
  await flushPromises()
  return { connection, desk: table }
}

describe('the desk', () => {
  it('is ready for Complete at the first start', async () => {
    const { desk: table } = await desk()
    expect(table.photo?.id).toBe('s')
    expect(table.obstacle).toBeUndefined()
    expect(table.framing).toEqual({ frame: { x: 0, y: 0, width: 8, height: 8 }, width: 8, height: 8 })
  })

  it('says what stands in the way', async () => {
    const { connection, desk: table } = await desk()
    useWorkbench().seed = 'abc'
    expect(table.obstacle).toContain('seed')
    useLibrary().select('p')
    expect(table.obstacle).toBe('Paint over the part to replace.')
    useModels().models = []
    expect(table.obstacle).toContain('no model')
    connection.online.value = false
    expect(table.obstacle).toContain('connection')
  })

  it('asks for nothing while something stands in the way, or runs', async () => {
    const { connection, desk: table } = await desk()
    useLibrary().select('p')
    await table.complete()
    expect(connection.inputs('jobs.complete')).toHaveLength(0)
    useLibrary().select('s')
    await table.complete()
    await table.complete()
    expect(connection.inputs('jobs.complete')).toHaveLength(1)
  })

  it('keeps results with their photo', async () => {
    const { desk: table } = await desk()
    await table.complete()
    useLibrary().select('p')
    expect(table.run).toBeUndefined()
    useLibrary().select('s')
    expect(table.run?.jobId).toBe('on s')
  })

  it('flips through the original and the variants, round and round', async () => {
    const { desk: table } = await desk()
    useWorkbench().count = 2
    await table.complete()
    const seen = [1, 2, 3, 4].map(() => {
      table.flip(1)
      return table.run?.shown
    })
    expect(seen).toEqual([1, undefined, 0, 1])
    table.flip(-1)
    expect(table.run?.shown).toBe(0)
  })

  it('goes back to the mask with a tool in hand', async () => {
    const { desk: table } = await desk()
    await table.complete()
    expect(table.editing).toBe(false)
    table.take('eraser')
    expect(table.editing).toBe(true)
    expect(useWorkbench().tool).toBe('eraser')
  })

  it('cancels what runs on this photo', async () => {
    const { connection, desk: table } = await desk({
      'jobs.cancel': ({ jobId }) => job(jobId, { state: 'cancelled', photoId: 's' }),
    })
    await table.complete()
    await table.cancel()
    expect(connection.inputs('jobs.cancel')).toEqual([{ jobId: 'on s' }])
    expect(table.running).toBeUndefined()
  })
})
