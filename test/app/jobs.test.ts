import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AppEvent } from '../../src/app/events'
import type { JobOutcome } from '../../src/engine/hosts/channel'
import { failure } from '../../src/shared/errors'
import type { JobResult, JobSnapshot, Progress } from '../../src/shared/jobs'
import type { FakeRun } from './support/fakeEngine'
import { temporaryFolder } from './support/folders'
import { writeModel } from './support/model'
import { openTestApp, valueOf, type TestApp } from './support/testApp'

const progress = (done: number): Progress => ({ stage: 'Training', done, unit: 'steps' })
const trained: JobResult = {
  kind: 'train',
  model: '/m',
  steps: 1,
  seconds: 1,
  loss: 1,
  images: 1,
  skipped: [],
  stoppedBecause: 'limit',
}

function mask(width = 28, height = 28, fill = 1) {
  return { width, height, data: new Uint8Array(width * height).fill(fill) }
}

async function complete({ app }: TestApp, more: object = {}): Promise<JobSnapshot> {
  const request = { photoId: 'sample-digit-1', modelId: 'digits', mask: mask(), ...more }
  return valueOf(await app.invoke('jobs.complete', request))
}

async function train({ app }: TestApp, name = 'birds', more: object = {}): Promise<JobSnapshot> {
  return valueOf(await app.invoke('jobs.train', { name, data: '/photos', ...more }))
}

async function stateOf({ app }: TestApp, { id }: JobSnapshot): Promise<string | undefined> {
  return valueOf(await app.invoke('jobs.list', {})).jobs.find((job) => job.id === id)?.state
}

/** Ends a job as the engine would, and waits until the app knows. */
async function finish(test: TestApp, job: JobSnapshot, run: FakeRun, outcome: JobOutcome): Promise<void> {
  run.finish(outcome)
  await expect.poll(() => stateOf(test, job), { timeout: 30_000 }).toBe(outcome.state)
}

const changes = (told: readonly AppEvent[], id: string): JobSnapshot[] =>
  told.flatMap((event) =>
    event.event === 'job.changed' && event.payload.job.id === id ? [event.payload.job] : [],
  )

describe('a completion', () => {
  it('asks the engine for what was asked for, with a seed of its own that is recorded', async () => {
    const test = await openTestApp()
    const job = await complete(test, { count: 2, temperature: 0.5 })
    expect(job).toMatchObject({ kind: 'complete', title: 'Complete digit-1.png', modelId: 'digits' })
    const { specification } = await test.engine.started(0)
    const out = join(test.dataFolder, 'jobs', job.id)
    expect(specification).toMatchObject({
      kind: 'complete',
      model: join(test.resources, 'models', 'digits'),
      image: join(test.resources, 'samples', 'digit-1.png'),
      mask: { from: 'bitmap', width: 28, height: 28 },
      count: 2,
      temperature: 0.5,
      topP: 1,
      seed: job.seed,
      out,
    })
    const recipe: unknown = JSON.parse(await readFile(join(out, 'job.json'), 'utf8'))
    expect(recipe).toMatchObject({ id: job.id, specification: { seed: job.seed, temperature: 0.5 } })
    const other = await complete(test, { seed: 7 })
    expect(other.seed).toBe(7)
  })

  it('hands on how the hole is framed and its edges joined, and what the quality comes to', async () => {
    const test = await openTestApp()
    const frame = { x: 1, y: 2, width: 20, height: 20 }
    const choices = { fit: 'native', seconds: 30, feather: 4, match: true, frame } as const
    const job = await complete(test, { quality: 'better', ...choices })
    const { specification } = await test.engine.started(0)
    expect(specification).toMatchObject({ ...choices, inference: 'particles', particles: 8 })
    const recipe: unknown = JSON.parse(
      await readFile(join(test.dataFolder, 'jobs', job.id, 'job.json'), 'utf8'),
    )
    expect(recipe).toMatchObject({ quality: 'better', specification: { ...choices, particles: 8 } })
  })

  it('passes on the last remark of what it does', async () => {
    const test = await openTestApp()
    const job = await complete(test)
    const run = await test.engine.started(0)
    run.emit({ type: 'note', message: 'It begins.' })
    run.emit({ type: 'note', message: 'At its own size this takes about 40 s.' })
    await expect
      .poll(() => changes(test.told, job.id).at(-1)?.note)
      .toBe('At its own size this takes about 40 s.')
  })

  it('finds the file of the variant that the next ones are to be like', async () => {
    const test = await openTestApp()
    const first = await complete(test)
    const run = await test.engine.started(0)
    const file = join(test.dataFolder, 'jobs', first.id, 'completion-1.png')
    await writeFile(file, 'png')
    run.emit({ type: 'picture', role: 'completion', variant: 0, file })
    await complete(test, { like: { jobId: first.id, variant: 0, fromRow: 9, closeness: 0.25 } })
    expect((await test.engine.started(1)).specification).toMatchObject({
      like: { file, fromRow: 9, closeness: 0.25 },
    })
    const refused = async (more: object): Promise<unknown> => {
      const request = { photoId: 'sample-digit-1', modelId: 'digits', mask: mask(), ...more }
      const reply = await test.app.invoke('jobs.complete', request)
      return reply.ok ? 'accepted' : reply.error.code
    }
    const like = { jobId: first.id, variant: 0 }
    expect(await refused({ like: { ...like, variant: 3 } })).toBe('not-found')
    expect(await refused({ like, photoId: 'sample-digit-2' })).toBe('invalid-argument')
  })

  it('refuses masks and names that do not fit', async () => {
    const { app } = await openTestApp()
    const request = { photoId: 'sample-digit-1', modelId: 'digits', mask: mask() }
    const codeOf = async (more: object): Promise<unknown> => {
      const reply = await app.invoke('jobs.complete', { ...request, ...more })
      return reply.ok ? 'accepted' : reply.error.code
    }
    expect(await codeOf({ mask: mask(14, 28) })).toBe('mask-size')
    expect(await codeOf({ mask: mask(28, 28, 0) })).toBe('mask-empty')
    expect(await codeOf({ mask: { width: 28, height: 28, data: new Uint8Array(3) } })).toBe(
      'invalid-argument',
    )
    expect(await codeOf({ photoId: 'no' })).toBe('not-found')
    expect(await codeOf({ modelId: '../digits' })).toBe('not-found')
    expect(valueOf(await app.invoke('jobs.list', {})).jobs).toEqual([])
  })

  it('streams rows, then its picture, then its end', async () => {
    const test = await openTestApp()
    const job = await complete(test)
    const run = await test.engine.started(0)
    for (let row = 0; row < 28; row++) {
      run.emit({ type: 'row', variant: 0, row, width: 1, height: 28, pixels: new Uint8Array(3) })
      run.emit({ type: 'progress', progress: { ...progress(row + 1), unit: 'rows' } })
    }
    const file = join(test.dataFolder, 'jobs', job.id, 'completion-1.png')
    await writeFile(file, 'png')
    run.emit({ type: 'picture', role: 'completion', variant: 0, file, nats: 81.2 })
    const completions = [{ variant: 0, file, nats: 81.2, rank: 1 }]
    await finish(test, job, run, { state: 'done', result: { kind: 'complete', completions, seconds: 1 } })

    const own = test.told.filter(({ event }) => event !== 'models.changed')
    const rows = own.flatMap((event) => (event.event === 'job.rows' ? event.payload.rows : []))
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 28 }, (_, row) => row))
    const pictureAt = own.findIndex(({ event }) => event === 'job.picture')
    expect(own.findLastIndex(({ event }) => event === 'job.rows')).toBeLessThan(pictureAt)
    expect(own.at(-1)).toMatchObject({
      event: 'job.changed',
      payload: { job: { state: 'done', progress: { done: 28 }, result: { completions } } },
    })
    expect(own.length).toBeLessThan(15)
    const address = `jobs/${job.id}/completion-1.png`
    expect(valueOf(await test.app.invoke('jobs.pictures', { jobId: job.id })).pictures).toEqual([
      { role: 'completion', variant: 0, address, nats: 81.2 },
    ])
    expect(valueOf(await test.app.resolveImage(address))).toEqual({ path: file, contentType: 'image/png' })
  })

  it('that is cancelled keeps what was finished', async () => {
    const test = await openTestApp()
    test.engine.endsWhenCancelled = false
    const job = await complete(test)
    const run = await test.engine.started(0)
    expect(valueOf(await test.app.invoke('jobs.cancel', { jobId: job.id })).state).toBe('running')
    await finish(test, job, run, {
      state: 'cancelled',
      result: { kind: 'complete', completions: [], seconds: 2 },
    })
    expect(changes(test.told, job.id).at(-1)).toMatchObject({ state: 'cancelled', result: { seconds: 2 } })
    expect(valueOf(await test.app.invoke('jobs.cancel', { jobId: job.id })).state).toBe('cancelled')
  })
})

describe('the queue', () => {
  it('runs one training at a time, in order, and completions beside it', async () => {
    const test = await openTestApp()
    const [first, second, third] = [await train(test, 'a'), await train(test, 'b'), await train(test, 'c')]
    const completion = await complete(test)
    expect([first.state, second.state, completion.state]).toEqual(['running', 'queued', 'running'])
    const run = await test.engine.started(0)
    await test.engine.started(1)
    await finish(test, first, run, { state: 'done', result: trained })
    expect(await stateOf(test, first)).toBe('done')
    expect(await stateOf(test, second)).toBe('running')
    expect(await stateOf(test, third)).toBe('queued')
    expect(test.engine.runs.map(({ specification }) => specification.kind)).toEqual([
      'train',
      'complete',
      'train',
    ])
  })

  it('bounds how many completions run at once', async () => {
    const test = await openTestApp()
    const jobs = [await complete(test), await complete(test), await complete(test)]
    expect(jobs.map(({ state }) => state)).toEqual(['running', 'running', 'queued'])
  })

  it('cancels what waits at once, without the engine', async () => {
    const test = await openTestApp()
    const first = await train(test, 'a')
    const waiting = await train(test, 'b')
    expect(valueOf(await test.app.invoke('jobs.cancel', { jobId: waiting.id })).state).toBe('cancelled')
    const run = await test.engine.started(0)
    await finish(test, first, run, { state: 'done', result: trained })
    expect(test.engine.runs).toHaveLength(1)
  })

  it('cancels a job that the engine has not begun yet', async () => {
    const test = await openTestApp()
    const job = await complete(test)
    valueOf(await test.app.invoke('jobs.cancel', { jobId: job.id }))
    await expect.poll(() => stateOf(test, job), { timeout: 30_000 }).toBe('cancelled')
  })

  it('pauses and resumes what runs and says why it can not what does not', async () => {
    const test = await openTestApp()
    const job = await train(test)
    const waiting = await train(test, 'b')
    const run = await test.engine.started(0)
    valueOf(await test.app.invoke('jobs.pause', { jobId: job.id }))
    expect(await stateOf(test, job)).toBe('paused')
    expect(await stateOf(test, waiting)).toBe('queued')
    valueOf(await test.app.invoke('jobs.resume', { jobId: job.id }))
    expect(await stateOf(test, job)).toBe('running')
    expect(run.asked).toEqual(['pause', 'resume'])
    const refused = await test.app.invoke('jobs.pause', { jobId: waiting.id })
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
    expect(await test.app.invoke('jobs.pause', { jobId: 'no' })).toMatchObject({
      error: { code: 'not-found' },
    })
  })

  it('dismisses only what is over', async () => {
    const test = await openTestApp()
    const job = await train(test)
    const early = await test.app.invoke('jobs.dismiss', { jobId: job.id })
    expect(early).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
    const run = await test.engine.started(0)
    await finish(test, job, run, { state: 'cancelled' })
    valueOf(await test.app.invoke('jobs.dismiss', { jobId: job.id }))
    expect(await stateOf(test, job)).toBeUndefined()
    expect(test.told).toContainEqual({ event: 'job.dismissed', payload: { jobId: job.id } })
  })

  it('fails a job whose specification the engine refuses, and goes on', async () => {
    const test = await openTestApp()
    test.engine.run = () => {
      throw new Error('no engine here')
    }
    const job = await train(test)
    await expect.poll(() => stateOf(test, job), { timeout: 30_000 }).toBe('failed')
    expect((await train(test, 'b')).state).toBe('running')
  })

  it('cancels everything when the app closes, and takes nothing more', async () => {
    const test = await openTestApp()
    const jobs = [await train(test, 'a'), await train(test, 'b'), await complete(test)]
    await test.engine.started(1)
    await test.app.close()
    for (const job of jobs) expect(await stateOf(test, job)).toBe('cancelled')
    expect(test.engine.closed).toBe(true)
    expect(await test.app.invoke('jobs.checkData', { data: '/x' })).toMatchObject({
      error: { code: 'cancelled' },
    })
  })
})

describe('a training', () => {
  it('gets a folder of its own and only what was chosen', async () => {
    const test = await openTestApp()
    await writeModel(join(test.dataFolder, 'models', 'birds'))
    const job = await train(test, 'Birds', { size: 28, steps: 10 })
    expect(job).toMatchObject({ kind: 'train', title: 'Train Birds', modelId: 'birds-2' })
    const { specification } = await test.engine.started(0)
    expect(specification).toMatchObject({
      kind: 'train',
      name: 'Birds',
      data: '/photos',
      out: join(test.dataFolder, 'models', 'birds-2'),
      configuration: { architecture: 'pixelcnn', size: 28 },
      limit: { steps: 10 },
      seed: job.seed,
      resume: false,
    })
    expect((await train(test, 'digits')).modelId).toBe('digits-2')
    expect((await train(test, 'Birds')).modelId).toBe('birds-3')
  })

  it('coalesces progress and tells the last of it before the end', async () => {
    const test = await openTestApp()
    const job = await train(test)
    const run = await test.engine.started(0)
    for (let step = 1; step <= 500; step++) {
      run.emit({ type: 'progress', progress: progress(step) })
      run.emit({ type: 'metrics', points: [{ step, seconds: step, loss: 100 / step }] })
    }
    await finish(test, job, run, { state: 'done', result: trained })
    const told = changes(test.told, job.id)
    expect(told.length).toBeLessThan(10)
    expect(told.at(-2)).toMatchObject({ state: 'running', progress: { done: 500 } })
    expect(told.at(-1)).toMatchObject({ state: 'done', progress: { done: 500 } })
    const points = test.told.flatMap((event) => (event.event === 'job.metrics' ? event.payload.points : []))
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 500 }, (_, step) => step + 1))
  })

  it('shows pictures from its model folder and nothing beside it', async () => {
    const test = await openTestApp()
    const job = await train(test)
    const run = await test.engine.started(0)
    const samples = join(test.dataFolder, 'models', 'birds', 'samples')
    await mkdir(samples, { recursive: true })
    const inside = join(samples, 'step 100.png')
    await writeFile(inside, 'png')
    const outside = join(test.dataFolder, 'secret.png')
    await writeFile(outside, 'secret')
    run.emit({ type: 'picture', role: 'held-out', variant: 0, file: inside, step: 100 })
    run.emit({ type: 'picture', role: 'held-out', variant: 0, file: outside, step: 200 })
    const { pictures } = valueOf(await test.app.invoke('jobs.pictures', { jobId: job.id }))
    expect(pictures.map(({ address }) => address)).toEqual([
      `jobs/${job.id}/step-100.png`,
      `jobs/${job.id}/secret.png`,
    ])
    expect(valueOf(await test.app.resolveImage(pictures[0]?.address ?? '')).path).toBe(inside)
    const refused = await test.app.resolveImage(pictures[1]?.address ?? '')
    expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('tells that models changed when it has looked and when it ends', async () => {
    const test = await openTestApp()
    await train(test)
    const run = await test.engine.started(0)
    run.emit({ type: 'metrics', points: [{ step: 1, seconds: 1, loss: 1 }] })
    expect(test.told.some(({ event }) => event === 'models.changed')).toBe(false)
    run.emit({ type: 'metrics', points: [{ step: 2, seconds: 1, loss: 1, validation: 2 }] })
    expect(test.told.filter(({ event }) => event === 'models.changed')).toHaveLength(1)
  })

  it('says how to go on when the engine process dies, by whether there is a checkpoint', async () => {
    const test = await openTestApp()
    const died = {
      state: 'failed',
      error: failure('jobs.stoppedTraining', { how: 'SIGKILL' }).toValue(),
    } as const
    const first = await train(test, 'a')
    const run = await test.engine.started(0)
    await mkdir(join(test.dataFolder, 'models', 'a', 'checkpoints', '100'), { recursive: true })
    await finish(test, first, run, died)
    expect(changes(test.told, first.id).at(-1)).toMatchObject({ state: 'failed', error: died.error })

    const second = await train(test, 'b')
    const early = await test.engine.started(1)
    await finish(test, second, early, died)
    expect(changes(test.told, second.id).at(-1)?.error).toMatchObject({
      code: 'engine-stopped',
      message: expect.stringMatching(/\(SIGKILL\)\. There was no checkpoint yet/) as string,
    })
    expect((await complete(test)).state).toBe('running')
  })

  it('goes on from its checkpoint, for so many steps more', async () => {
    const test = await openTestApp()
    const folder = join(test.dataFolder, 'models', 'birds')
    await writeModel(folder, { name: 'Birds', training: { data: '/photos', steps: 100, seconds: 9 } })
    const ask = (modelId: string) => test.app.invoke('jobs.continueTraining', { modelId, steps: 50 })
    expect(await ask('birds')).toMatchObject({ ok: false, error: { code: 'unsupported' } })
    await mkdir(join(folder, 'checkpoints', '100'), { recursive: true })
    await mkdir(join(folder, 'checkpoints', '20'))
    expect(valueOf(await ask('birds'))).toMatchObject({ title: 'Train Birds', modelId: 'birds' })
    const { specification } = await test.engine.started(0)
    expect(specification).toMatchObject({ resume: true, out: folder, data: '/photos', limit: { steps: 150 } })
    expect(await ask('birds')).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
    expect(await ask('digits')).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  })
})

it('tidies away results of runs long past', async () => {
  const folder = await temporaryFolder()
  const [old, recent] = ['old', 'recent'].map((name) => join(folder, 'data', 'jobs', name))
  for (const path of [old, recent]) await mkdir(path ?? '', { recursive: true })
  const tenDaysAgo = Date.now() / 1000 - 10 * 24 * 60 * 60
  await utimes(old ?? '', tenDaysAgo, tenDaysAgo)
  const { app } = await openTestApp({ folder })
  await writeFile(join(recent ?? '', 'a.png'), 'png')
  expect((await app.resolveImage('jobs/recent/a.png')).ok).toBe(true)
  expect(await app.resolveImage('jobs/old/a.png')).toMatchObject({ error: { code: 'not-found' } })
})
