import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { measureCompletionRequestSchema } from '../../shared/contract/requests/complete'
import type { JobResult, JobSnapshot } from '../../shared/jobs'
import type { FakeConnection } from '../api/fakeBridge'
import { fakeApp, job, model, photo } from '../testing/fixtures'
import { useDesk } from './desk'
import { useFrame } from './frame'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'
import { useTimes } from './times'
import { useWorkbench } from './workbench'

const holiday = photo('p', { width: 40, height: 40 })
let number = 0
let connection: FakeConnection

const bench = (id: string, changes: Partial<JobSnapshot> = {}): JobSnapshot =>
  job(id, { kind: 'bench', modelId: 'm', title: 'Measure a completion', ...changes })

async function open(): Promise<void> {
  number = 0
  connection = fakeApp({
    'library.list': () => ({ photos: [holiday] }),
    'models.list': () => ({ models: [model('m')], damaged: [] }),
    'jobs.measureCompletion': () => bench(`b${++number}`),
    'jobs.complete': () => job('c', { photoId: 'p', modelId: 'm' }),
    'jobs.cancel': ({ jobId }) => bench(jobId, { state: 'cancelled' }),
    'jobs.dismiss': () => ({}),
  })
  await useLibrary().refresh()
  await useModels().refresh()
  useJobs().listen()
  // Of the model's 8 x 8 pixels four by four: something known comes after them.
  useMasks().of(holiday).rectangle({ x: 16, y: 16, width: 8, height: 8 }, 1)
}

async function end(id: string, seconds: number): Promise<void> {
  const result = { kind: 'bench', what: 'sample', seconds, imagesPerSecond: 1 } as const
  connection.emit('job.changed', { job: bench(id, { state: 'done', result }) })
  await nextTick()
}

const asked = () => connection.inputs('jobs.measureCompletion').map(({ quality }) => quality)

describe('how long a completion takes here', () => {
  beforeEach(open)

  it('is measured for each quality in turn, and never twice', async () => {
    const times = useTimes()
    expect(times.secondsOf('fast')).toBeUndefined()
    for (const [id, seconds] of [
      ['b1', 0.1],
      ['b2', 0.7],
      ['b3', 2.6],
    ] as const) {
      expect(times.due).toBeDefined()
      await times.measure()
      expect(times.due).toBeUndefined()
      await end(id, seconds)
    }
    expect(asked()).toEqual(['fast', 'better', 'best'])
    const [first] = connection.inputs('jobs.measureCompletion')
    expect(measureCompletionRequestSchema.safeParse(first).error).toBeUndefined()
    expect(first).toMatchObject({ modelId: 'm', count: 4, pixels: 16 })
    expect(times.due).toBeUndefined()
    expect((['fast', 'better', 'best'] as const).map(times.secondsOf)).toEqual([0.1, 0.7, 2.6])
    expect(connection.inputs('jobs.dismiss')).toHaveLength(3)
  })

  it('is told from what takes less where trying it would take long', async () => {
    const times = useTimes()
    await times.measure()
    await end('b1', 3)
    expect(times.due).toBeUndefined()
    expect(times.secondsOf('better')).toBe(24)
    expect(times.secondsOf('best')).toBe(96)
  })

  it('is measured anew for another number of variants, and remembered for this one', async () => {
    const times = useTimes()
    await times.measure()
    await end('b1', 3)
    useWorkbench().count = 1
    expect(times.secondsOf('fast')).toBeUndefined()
    expect(times.due).toBeDefined()
    useWorkbench().count = 4
    expect(times.secondsOf('fast')).toBe(3)
    expect(localStorage.getItem('pixelloom.times')).toContain('tried m')
  })

  it('is not measured while something runs, and makes way for it', async () => {
    const times = useTimes()
    await times.measure()
    connection.emit('job.changed', { job: job('t', { kind: 'train' }) })
    await expect.poll(() => connection.inputs('jobs.cancel')).toEqual([{ jobId: 'b1' }])
    await nextTick()
    expect(times.measuring).toBe(false)
    expect(times.due).toBeUndefined()
    await times.measure()
    expect(asked()).toEqual(['fast'])
    connection.emit('job.changed', { job: job('t', { kind: 'train', state: 'done' }) })
    expect(times.due).toBeDefined()
  })

  it('is not asked for again where it can’t be measured', async () => {
    const times = useTimes()
    await times.measure()
    connection.emit('job.changed', { job: bench('b1', { state: 'failed' }) })
    await nextTick()
    expect(times.due).toContain(' 8')
    await times.measure()
    expect(asked()).toEqual(['fast', 'better'])
  })

  it('is what it really took, once it was done', async () => {
    const times = useTimes()
    useWorkbench().quality = 'fast'
    await times.measure()
    await end('b1', 3)
    await useDesk().complete()
    const result: JobResult = { kind: 'complete', completions: [], seconds: 5 }
    connection.emit('job.changed', { job: job('c', { photoId: 'p', state: 'done', result }) })
    await nextTick()
    expect(times.secondsOf('fast')).toBe(5)
    // Two seconds went into other things than drawing: so they will in the other qualities.
    expect(times.secondsOf('better')).toBe(26)
  })

  it('is that of a finer model in the best quality, which draws more pixels, also where nothing comes after the hole', async () => {
    const small = model('m', { checksum: 'sha256:m' })
    const finer = model('finer', {
      configuration: { ...small.configuration, size: 16, small: small.configuration },
      around: 'sha256:m',
    })
    connection.handlers['models.list'] = () => ({ models: [small, finer], damaged: [] })
    await useModels().refresh()
    const times = useTimes()
    useMasks().of(holiday).rectangle({ x: 0, y: 16, width: 40, height: 24 }, 1)
    useWorkbench().quality = 'better'
    await nextTick()
    expect([times.quality, useWorkbench().model?.id, useFrame().current?.width]).toEqual(['fast', 'm', 8])
    useWorkbench().quality = 'best'
    await nextTick()
    expect([times.quality, useWorkbench().model?.id, useFrame().current?.width]).toEqual([
      'best',
      'finer',
      16,
    ])
    await times.measure()
    await end('b1', 0.1)
    await times.measure()
    expect(connection.inputs('jobs.measureCompletion')).toMatchObject([
      { modelId: 'm', quality: 'fast' },
      { modelId: 'finer', quality: 'best' },
    ])
    const [one, other] = connection.inputs('jobs.measureCompletion').map(({ pixels }) => pixels)
    expect(other).toBe(4 * (one ?? 0))
    await useDesk().complete()
    expect(connection.inputs('jobs.complete')).toMatchObject([{ modelId: 'finer', quality: 'best' }])
  })

  it('is one pass where nothing known comes after the hole', async () => {
    const times = useTimes()
    useWorkbench().quality = 'best'
    expect(times.quality).toBe('best')
    useMasks().of(holiday).rectangle({ x: 0, y: 16, width: 40, height: 24 }, 1)
    await nextTick()
    expect(times.quality).toBe('fast')
    await times.measure()
    await end('b1', 0.1)
    expect(times.due).toBeUndefined()
    expect(asked()).toEqual(['fast'])
  })

  it('counts the photo’s own pixels at its own size, up to what a person allows', async () => {
    const times = useTimes()
    useWorkbench().fit = 'native'
    // As many as the model's picture has are tried; this hole has just as many.
    await times.measure()
    await end('b1', 2)
    expect(connection.inputs('jobs.measureCompletion')[0]).toMatchObject({ pixels: 64 })
    // Around a part there is three times as much to look at; before it all comes the coarse picture.
    expect(times.secondsOf('fast')).toBe(8.5)
    expect(times.secondsOf('best')).toBe(272)
    useMasks().of(holiday).rectangle({ x: 16, y: 16, width: 16, height: 16 }, 1)
    await nextTick()
    expect(times.secondsOf('fast')).toBe(32.5)
    useWorkbench().seconds = 5
    expect(times.secondsOf('fast')).toBe(5)
  })
})
