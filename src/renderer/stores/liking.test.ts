import { describe, expect, it } from 'vitest'
import { completeRequestSchema } from '../../shared/contract/requests/complete'
import { fakeApp, job, model, photo } from '../testing/fixtures'
import { useCompletions } from './completions'
import { useDesk } from './desk'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useLiking } from './liking'
import { useMasks } from './masks'
import { useModels } from './models'

const holiday = photo('p', { width: 40, height: 40 })

/** Four variants of a hole in the rows 10 to 19, the second shown. */
async function finished() {
  let number = 0
  const connection = fakeApp({
    'library.list': () => ({ photos: [holiday] }),
    'models.list': () => ({ models: [model('m')], damaged: [] }),
    'jobs.complete': () => job(`j${++number}`, { photoId: 'p', modelId: 'm', createdAt: number }),
  })
  await useLibrary().refresh()
  await useModels().refresh()
  useJobs().listen()
  useCompletions().listen()
  useMasks().of(holiday).rectangle({ x: 10, y: 10, width: 8, height: 10 }, 1)
  const desk = useDesk()
  await desk.complete()
  for (const variant of [0, 1]) {
    const picture = { role: 'completion' as const, variant, address: `r/${variant}`, nats: 80 }
    connection.emit('job.picture', { jobId: 'j1', picture })
  }
  connection.emit('job.changed', { job: job('j1', { photoId: 'p', state: 'done', createdAt: 1 }) })
  desk.showVariant(1)
  return { connection, desk, liking: useLiking() }
}

describe('more like this', () => {
  it('draws near a variant, for the hole that it filled', async () => {
    const { connection, desk, liking } = await finished()
    useMasks().of(holiday).rectangle({ x: 0, y: 0, width: 40, height: 2 }, 1)
    liking.begin()
    expect(liking.variant?.index).toBe(1)
    liking.closeness = 0.75
    await liking.draw()
    const request = connection.inputs('jobs.complete')[1]
    expect(completeRequestSchema.safeParse(request).error).toBeUndefined()
    expect(request?.like).toEqual({ jobId: 'j1', variant: 1, closeness: 0.75 })
    expect(request?.mask.data.reduce((sum, value) => sum + value, 0)).toBe(80)
    expect(desk.run?.jobId).toBe('j2')
    expect(liking.variant).toBeUndefined()
  })

  it('keeps what is above a line, which stays inside the hole', async () => {
    const { connection, liking } = await finished()
    liking.begin()
    liking.manner = 'below'
    expect(liking.row).toBe(15)
    liking.row = 3
    expect(liking.row).toBe(11)
    liking.row = 500
    expect(liking.row).toBe(19)
    liking.row = 13.4
    await liking.draw()
    const request = connection.inputs('jobs.complete')[1]
    expect(request?.like).toEqual({ jobId: 'j1', variant: 1, fromRow: 13, closeness: 0 })
  })

  it('ends when something else is looked at', async () => {
    const { desk, liking } = await finished()
    liking.begin()
    desk.showVariant(0)
    expect(liking.variant).toBeUndefined()
    expect(liking.below).toBe(false)
  })

  it('needs a finished variant', async () => {
    const { connection, desk, liking } = await finished()
    desk.showVariant(2)
    liking.begin()
    expect(liking.variant).toBeUndefined()
    await liking.draw()
    expect(connection.inputs('jobs.complete')).toHaveLength(1)
  })
})
