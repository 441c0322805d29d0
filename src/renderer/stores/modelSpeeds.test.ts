import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { JobResult } from '../../shared/jobs'
import type { FakeConnection } from '../api/fakeBridge'
import { fakeApp, job, model } from '../testing/fixtures'
import { useJobs } from './jobs'
import { useModelSpeeds } from './modelSpeeds'

const result = { kind: 'bench', what: 'sample', seconds: 2, imagesPerSecond: 2 } as const

let connection: FakeConnection
beforeEach(() => {
  connection = fakeApp({
    'jobs.measureCompletion': ({ modelId }) => job('m', { kind: 'bench', modelId }),
  })
  useJobs().listen()
})

it('measures a quarter of the picture, and knows it for the same weights from then on', async () => {
  const speeds = useModelSpeeds()
  const birds = model('birds')
  await speeds.measure(birds)
  expect(connection.inputs('jobs.measureCompletion')).toEqual([
    { modelId: 'birds', quality: 'fast', count: 4, pixels: 16 },
  ])
  expect(speeds.measuring(birds)).toBe(true)
  connection.emit('job.changed', {
    job: job('m', { kind: 'bench', modelId: 'birds', state: 'done', result }),
  })
  await nextTick()
  expect([speeds.measuring(birds), speeds.known.get(birds.version)]).toEqual([false, 2])
  expect(localStorage.getItem('pixelloom.speeds')).toBe('[["1",2]]')
})

it('forgets a measurement that failed, so that it can be asked for again', async () => {
  const speeds = useModelSpeeds()
  await speeds.measure(model('birds'))
  connection.emit('job.changed', { job: job('m', { kind: 'bench', modelId: 'birds', state: 'failed' }) })
  await nextTick()
  expect([speeds.measuring(model('birds')), speeds.known.size]).toEqual([false, 0])
})

it('tells of the last completion', () => {
  const completion = { variant: 0, file: '/a.png', nats: 1, rank: 1 }
  const done = {
    kind: 'complete' as const,
    completions: [completion, completion],
    seconds: 4,
  } satisfies JobResult
  useJobs().accept(job('c', { modelId: 'birds', state: 'done', result: done }))
  expect([useModelSpeeds().ofLast(model('birds')), useModelSpeeds().ofLast(model('fish'))]).toEqual([
    0.5,
    undefined,
  ])
})
