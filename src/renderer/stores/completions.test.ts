import { describe, expect, it, vi } from 'vitest'
import type { RowEvent } from '../../shared/jobEvents'
import { MaskDocument } from '../canvas/maskDocument'
import { fakeApp, job, model, photo } from '../testing/fixtures'
import { decodeImage } from '../composables/decodeImage'
import { useCompletions } from './completions'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useModels } from './models'
import { ranked } from './runs'

vi.mock('../composables/decodeImage', () => ({ decodeImage: vi.fn(() => Promise.resolve()) }))

const running = job('j', { photoId: 'p', modelId: 'm' })
const frame = { x: 0, y: 0, width: 8, height: 8 }

function row(variant: number, at: number): RowEvent {
  return { type: 'row', variant, row: at, width: 8, height: 8, pixels: new Uint8Array(24).fill(200), frame }
}

function halfMask(): MaskDocument {
  const mask = new MaskDocument(8, 8)
  mask.rectangle({ x: 0, y: 4, width: 8, height: 4 }, 1)
  return mask
}

async function started(handlers: Parameters<typeof fakeApp>[0] = {}) {
  const connection = fakeApp({
    'library.list': () => ({ photos: [photo('p')] }),
    'models.list': () => ({ models: [model('m')], damaged: [] }),
    'jobs.complete': () => running,
    ...handlers,
  })
  const completions = useCompletions()
  useJobs().listen()
  completions.listen()
  await useLibrary().refresh()
  await useModels().refresh()
  const wishes = { count: 3, temperature: 1, seed: 7 }
  const run = await completions.start(photo('p'), model('m'), halfMask(), wishes)
  return { connection, completions, run }
}

describe('completing', () => {
  it('sends the mask as it is now, so that painting on changes nothing', async () => {
    const { connection, run } = await started()
    const [input] = connection.inputs('jobs.complete')
    expect(input).toMatchObject({ photoId: 'p', modelId: 'm', count: 3, temperature: 1, seed: 7 })
    expect(input?.mask.data.reduce((sum, value) => sum + value, 0)).toBe(32)
    expect(run.mask?.data).toEqual(input?.mask.data)
  })

  it('draws rows as they come', async () => {
    const { connection, run } = await started()
    connection.emit('job.rows', { jobId: 'j', rows: [row(0, 4), row(1, 4), row(0, 5)] })
    expect(run.variants.map((variant) => variant.drawn)).toEqual([2, 1, 0])
    expect(run.variants[0]?.reached).toBe(6)
    expect(run.variants[0]?.preview?.data[(4 * 8 + 3) * 4]).toBe(200)
    expect(run.variants[0]?.preview?.data[(3 * 8 + 3) * 4 + 3]).toBe(0)
  })

  it('keeps what was drawn in one frame when the next begins', async () => {
    const { connection, run } = await started()
    const left = { x: 0, y: 4, width: 4, height: 4 }
    const right = { x: 4, y: 4, width: 4, height: 4 }
    const rowOf = (part: typeof left, value: number): RowEvent => {
      const pixels = new Uint8Array(3).fill(value)
      return { type: 'row', variant: 0, row: 0, width: 1, height: 1, pixels, frame: part }
    }
    connection.emit('job.rows', { jobId: 'j', rows: [rowOf(left, 90), rowOf(right, 180)] })
    const preview = run.variants[0]?.preview
    expect([1, 6].map((x) => preview?.data[(5 * 8 + x) * 4])).toEqual([90, 180])
    expect(run.frame).toEqual(frame)
  })

  it('shows what is drawn of a run whose mask is not known', async () => {
    const { connection, completions } = await started()
    connection.emit('job.changed', { job: job('other', { photoId: 'p' }) })
    const part = { x: 0, y: 0, width: 4, height: 4 }
    const beside = { x: 4, y: 0, width: 4, height: 4 }
    const rows = [part, beside].map((area) => ({ ...row(0, 0), frame: area }))
    connection.emit('job.rows', { jobId: 'other', rows })
    const run = completions.runs.get('other')
    expect(run?.frame).toEqual({ x: 0, y: 0, width: 8, height: 4 })
    expect(run?.variants[0]?.preview?.area).toEqual(frame)
  })

  it('takes rank, reason and duplicates from the result', async () => {
    const { connection, run } = await started()
    for (const variant of [0, 1, 2]) {
      const picture = { role: 'completion' as const, variant, address: `r/${variant}`, nats: 80 }
      connection.emit('job.picture', { jobId: 'j', picture })
    }
    const rated = (variant: number, rank: number) => ({ variant, file: '/f', nats: 80, rank })
    const completions = [
      { ...rated(0, 2), reason: '1.2 nats behind the first.' },
      { ...rated(1, 1), reason: 'Likeliest of 3.' },
      { ...rated(2, 3), duplicateOf: 0 },
    ]
    const result = { kind: 'complete', completions, seconds: 1 } as const
    connection.emit('job.changed', { job: { ...running, state: 'done', result } })
    expect(ranked(run).map(({ index }) => index)).toEqual([1, 0, 2])
    expect(run.variants[1]).toMatchObject({ rank: 1, reason: 'Likeliest of 3.' })
    expect(run.variants[2]?.duplicateOf).toBe(0)
  })

  it('misses no row that comes before the reply to the request', async () => {
    const connection = fakeApp({
      'jobs.complete': () => {
        connection.emit('job.rows', { jobId: 'j', rows: [row(2, 4)] })
        return running
      },
    })
    const completions = useCompletions()
    completions.listen()
    const wishes = { count: 3, temperature: 1 }
    const run = await completions.start(photo('p'), model('m'), halfMask(), wishes)
    expect(run.variants.map((variant) => variant.drawn)).toEqual([0, 0, 1])
    expect(connection.inputs('jobs.complete')[0]).not.toHaveProperty('seed')
  })

  it('shows the likeliest when all are finished', async () => {
    const { connection, run } = await started()
    const nats = [90.5, 81.2, 85]
    for (const [variant, value] of nats.entries()) {
      const picture = { role: 'completion' as const, variant, address: `r/${variant}`, nats: value }
      connection.emit('job.picture', { jobId: 'j', picture })
    }
    connection.emit('job.changed', { job: { ...running, state: 'done' } })
    expect(ranked(run).map((variant) => variant.index)).toEqual([1, 2, 0])
    expect(run.shown).toBe(1)
  })

  it('shows what was drawn until the finished picture can take its place', async () => {
    let decoded = (): void => undefined
    vi.mocked(decodeImage).mockImplementationOnce(() => new Promise((resolve) => (decoded = resolve)))
    const { connection, run } = await started()
    const drawn = run.variants[0]?.preview
    expect(drawn).toBeDefined()
    const picture = { role: 'completion' as const, variant: 0, address: 'r/0', nats: 1 }
    connection.emit('job.picture', { jobId: 'j', picture })
    await Promise.resolve()
    expect(run.variants[0]).toMatchObject({ address: 'r/0', ready: false })
    expect(run.variants[0]?.preview).toBe(drawn)
    decoded()
    await vi.waitFor(() => expect(run.variants[0]?.ready).toBe(true))
    expect(run.variants[0]?.preview).toBeUndefined()
  })

  it('leaves what a person chose to look at', async () => {
    const { connection, completions, run } = await started()
    completions.show(run, 2)
    const picture = { role: 'completion' as const, variant: 0, address: 'r/0', nats: 1 }
    connection.emit('job.picture', { jobId: 'j', picture })
    connection.emit('job.changed', { job: { ...running, state: 'done' } })
    expect(run.shown).toBe(2)
  })

  it('keeps what was finished when it is cancelled', async () => {
    const { connection, run } = await started()
    const picture = { role: 'completion' as const, variant: 1, address: 'r/1', nats: 80 }
    connection.emit('job.picture', { jobId: 'j', picture })
    connection.emit('job.changed', { job: { ...running, state: 'cancelled' } })
    expect(ranked(run).map((variant) => variant.index)).toEqual([1])
    expect(run.shown).toBe(1)
  })

  it('goes back to the mask when nothing was finished', async () => {
    const { connection, run } = await started()
    connection.emit('job.changed', { job: { ...running, state: 'cancelled' } })
    expect(run.shown).toBeUndefined()
  })

  it('finds the results of jobs from before the page was opened', async () => {
    const picture = { role: 'completion' as const, variant: 0, address: 'r/0', nats: 80 }
    fakeApp({
      'jobs.list': () => ({ jobs: [job('old', { state: 'done', photoId: 'p' })] }),
      'jobs.pictures': () => ({ pictures: [picture] }),
    })
    await useJobs().refresh()
    const completions = useCompletions()
    await completions.recover()
    const [run] = completions.ofPhoto('p')
    expect(run?.variants[0]?.address).toBe('r/0')
    expect(run?.shown).toBe(0)
  })

  it('ignores the rows of trainings', async () => {
    const { connection, completions } = await started()
    connection.emit('job.changed', { job: job('t', { kind: 'train' }) })
    connection.emit('job.rows', { jobId: 't', rows: [row(0, 0)] })
    expect(completions.runs.size).toBe(1)
  })
})
