import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MethodInput, MethodName, MethodOutput } from '../../src/shared/contract/methods'
import type { JobResult, JobSnapshot } from '../../src/shared/jobs'
import { windowShellWith } from './support/windowShell'
import { temporaryFolder, writeImage } from './support/folders'
import { writeModel } from './support/model'
import { openTestApp, valueOf, type TestApp } from './support/testApp'

async function ask<M extends MethodName>(
  { app }: TestApp,
  method: M,
  input: MethodInput<M>,
): Promise<MethodOutput<M>> {
  return valueOf(await app.invoke(method, input))
}

const sample = (test: TestApp, more: object = {}): Promise<JobSnapshot> =>
  ask(test, 'jobs.sample', { modelId: 'digits', count: 50, ...more })

const complete = (test: TestApp): Promise<JobSnapshot> => {
  const mask = { width: 28, height: 28, data: new Uint8Array(28 * 28).fill(1) }
  return ask(test, 'jobs.complete', { photoId: 'sample-digit-1', modelId: 'digits', mask })
}

const list = async (test: TestApp): Promise<JobSnapshot[]> => (await ask(test, 'jobs.list', {})).jobs

const find = async (test: TestApp, { id }: JobSnapshot): Promise<JobSnapshot | undefined> =>
  (await list(test)).find((job) => job.id === id)

async function reaches(test: TestApp, job: JobSnapshot, state: string): Promise<void> {
  await expect.poll(async () => (await find(test, job))?.state, { timeout: 30_000 }).toBe(state)
}

/** The same data folder, as the next run of the app finds it. */
async function reopen(test: TestApp): Promise<TestApp> {
  await test.app.close()
  return openTestApp({ folder: join(test.dataFolder, '..') })
}

async function codeOf<M extends MethodName>(
  test: TestApp,
  method: M,
  input: MethodInput<M>,
): Promise<unknown> {
  const reply = await test.app.invoke(method, input)
  return reply.ok ? 'accepted' : reply.error.code
}

function sampled(count: number): JobResult {
  return { kind: 'sample', files: Array.from({ length: count }, (_, i) => `/out/${i}.png`), seconds: 1 }
}

describe('sampling', () => {
  it('asks the engine for what was asked for, into a new folder of the exports', async () => {
    const test = await openTestApp()
    const choices = { width: 20, temperature: 0.5, topP: 0.9, format: 'webp', grid: true, npy: true } as const
    const first = await sample(test, choices)
    const second = await sample(test)
    expect(first).toMatchObject({ kind: 'sample', title: 'Draw 50 images with Digits', count: 50 })
    const day = new Date().toLocaleDateString('sv')
    expect(first.folder).toBe(join(test.dataFolder, 'exports', `${day} Digits`))
    expect(second.folder).toBe(join(test.dataFolder, 'exports', `${day} Digits 2`))
    const { specification } = await test.engine.started(0)
    expect(specification).toMatchObject({
      kind: 'sample',
      ...{ model: join(test.resources, 'models', 'digits'), count: 50, seed: first.seed, out: first.folder },
      ...choices,
    })
    expect(second.state).toBe('queued')
  })

  it('refuses names that will not do, and a folder where other images have them', async () => {
    const test = await openTestApp()
    const out = await temporaryFolder()
    const request = { modelId: 'digits', count: 50, out, seed: 3 }
    const code = (more: object): Promise<unknown> => codeOf(test, 'jobs.sample', { ...request, ...more })
    expect(await code({ name: 'all alike' })).toBe('invalid-argument')
    expect(await code({ out: 'somewhere' })).toBe('invalid-argument')
    expect(await code({ modelId: 'nobody' })).toBe('not-found')
    await writeImage(join(out, 'sample-07.png'))
    expect(await code({})).toBe('invalid-argument')
    expect(await code({ name: 'other-{number}' })).toBe('accepted')
    const recipe = { file: 'sample-07.png', seed: 3, temperature: 1, topP: 1 }
    await writeFile(join(out, 'recipes.jsonl'), `${JSON.stringify(recipe)}\n`)
    expect(await code({})).toBe('accepted')
    expect(await code({ seed: 4 })).toBe('invalid-argument')
  })

  it('tells of its pictures ten times a second, the newest ones, and names no more files than are looked at', async () => {
    const test = await openTestApp()
    const job = await sample(test, { count: 2000 })
    const run = await test.engine.started(0)
    for (let variant = 0; variant < 2000; variant++) {
      run.emit({
        type: 'picture',
        role: 'sample',
        variant,
        file: join(job.folder ?? '', `sample-${variant}.png`),
      })
    }
    run.finish({ state: 'done', result: sampled(2000) })
    await reaches(test, job, 'done')
    const told = test.told.flatMap((event) =>
      event.event === 'job.pictures' ? [event.payload.pictures] : [],
    )
    expect(told.length).toBeLessThan(20)
    expect(told.every((pictures) => pictures.length <= 24)).toBe(true)
    expect(told.at(-1)?.at(-1)).toMatchObject({ role: 'sample', variant: 1999 })
    const { pictures } = await ask(test, 'jobs.pictures', { jobId: job.id })
    expect(pictures.map(({ variant }) => variant)).toEqual(Array.from({ length: 64 }, (_, i) => 1936 + i))
    const result = (await find(test, job))?.result
    expect(result).toMatchObject({ kind: 'sample', images: 2000 })
    expect(result?.kind === 'sample' && result.files).toHaveLength(64)
  })
})

describe('the order of what waits', () => {
  it('is that of asking until somebody moves a job, and jobs begin in it', async () => {
    const test = await openTestApp()
    const running = await sample(test)
    const [a, b, c] = [await sample(test), await sample(test), await sample(test)]
    await ask(test, 'jobs.move', { jobId: c.id, to: 0 })
    const moved = await ask(test, 'jobs.move', { jobId: a.id, to: 99 })
    expect(moved.jobs.map(({ id }) => id)).toEqual([c.id, b.id, a.id])
    const order = (await list(test))
      .filter(({ state }) => state === 'queued')
      .sort((x, y) => (x.order ?? 0) - (y.order ?? 0))
    expect(order.map(({ id }) => id)).toEqual([c.id, b.id, a.id])
    expect(await codeOf(test, 'jobs.move', { jobId: running.id, to: 0 })).toBe('invalid-argument')

    const run = await test.engine.started(0)
    run.finish({ state: 'done', result: sampled(50) })
    await reaches(test, c, 'running')
    expect((await find(test, a))?.state).toBe('queued')
    expect((await find(test, b))?.state).toBe('queued')
  })
})

describe('trying again', () => {
  it('asks for the same, the same seed and folder too, in the place of what failed', async () => {
    const test = await openTestApp()
    const job = await sample(test)
    expect(await codeOf(test, 'jobs.retry', { jobId: job.id })).toBe('invalid-argument')
    const run = await test.engine.started(0)
    run.finish({ state: 'failed', error: { code: 'engine-stopped', message: 'The engine ended.' } })
    await reaches(test, job, 'failed')
    const again = await ask(test, 'jobs.retry', { jobId: job.id })
    expect(again).toMatchObject({ seed: job.seed, folder: job.folder, title: job.title })
    expect((await test.engine.started(1)).specification).toEqual(run.specification)
    expect(await find(test, job)).toBeUndefined()
  })

  it('of a folder draws only what is missing, and takes fewer variants where memory is short', async () => {
    const test = await openTestApp()
    const folder = await temporaryFolder()
    for (const name of ['a.png', 'b.png']) await writeImage(join(folder, name))
    const masks = { from: 'half', half: 'bottom' } as const
    const request = { modelId: 'digits', folder, masks, again: true, count: 4 }
    const job = await ask(test, 'jobs.completeFolder', request)
    expect(job).toMatchObject({ subject: expect.any(String) as string, count: 2 })
    expect(job.folder).toBe(join(folder, 'completed'))
    const run = await test.engine.started(0)
    const skipped = [{ path: join(folder, 'b.png'), reason: 'is empty.' }]
    const result: JobResult = {
      ...{ kind: 'complete-folder', folder, out: join(folder, 'completed') },
      ...{ images: 2, completed: 1, existed: 0, seconds: 3, skipped },
    }
    run.finish({ state: 'done', result })
    await reaches(test, job, 'done')
    expect((await find(test, job))?.result).toEqual(result)
    await ask(test, 'jobs.retry', { jobId: job.id, count: 2 })
    expect((await test.engine.started(1)).specification).toMatchObject({
      ...{ kind: 'complete-folder', again: false, count: 2, seed: job.seed },
    })
  })

  it('says what a form is to be filled with', async () => {
    const test = await openTestApp()
    const job = await sample(test, { temperature: 0.5 })
    const { request } = await ask(test, 'jobs.request', { jobId: job.id })
    expect(request).toMatchObject({
      method: 'jobs.sample',
      input: { modelId: 'digits', count: 50, temperature: 0.5, seed: job.seed, out: job.folder },
    })
    const other = await complete(test)
    expect(await ask(test, 'jobs.request', { jobId: other.id })).toEqual({ request: null })
  })
})

describe('the next run of the app', () => {
  it('lists what is done with its results and pictures', async () => {
    const test = await openTestApp()
    const job = await complete(test)
    const run = await test.engine.started(0)
    const file = join(test.dataFolder, 'jobs', job.id, 'completion-1.png')
    await writeFile(file, 'png')
    run.emit({ type: 'picture', role: 'completion', variant: 0, file, nats: 81 })
    const result: JobResult = {
      kind: 'complete',
      completions: [{ variant: 0, file, nats: 81, rank: 1 }],
      seconds: 1,
    }
    run.finish({ state: 'done', result })
    await reaches(test, job, 'done')

    const next = await reopen(test)
    expect(await find(next, job)).toMatchObject({ state: 'done', result, photoId: 'sample-digit-1' })
    const address = `jobs/${job.id}/completion-1.png`
    expect((await ask(next, 'jobs.pictures', { jobId: job.id })).pictures).toEqual([
      { role: 'completion', variant: 0, address, nats: 81 },
    ])
    expect(valueOf(await next.app.resolveImage(address)).path).toBe(file)
    expect(next.engine.runs).toEqual([])
  })

  it('holds what waited and what can go on until it is told to, and says what was interrupted', async () => {
    const test = await openTestApp()
    const drawing = await sample(test)
    const run = await test.engine.started(0)
    run.emit({
      type: 'progress',
      progress: { stage: 'Drawing', done: 9, total: 50, unit: 'images', rate: 3 },
    })
    const waiting = await sample(test)
    const completing = await complete(test)
    await test.engine.started(1)

    const next = await reopen(test)
    const held = { state: 'queued', held: true }
    expect(await find(next, drawing)).toMatchObject({ ...held, progress: { done: 9, total: 50 } })
    expect(await find(next, waiting)).toMatchObject(held)
    expect(await find(next, completing)).toMatchObject({ state: 'failed', error: { code: 'interrupted' } })
    expect(next.engine.runs).toEqual([])

    const dropped = await ask(next, 'jobs.cancel', { jobId: waiting.id })
    expect(dropped).toMatchObject({ state: 'cancelled' })
    expect(dropped.held).toBeUndefined()
    expect((await ask(next, 'jobs.resume', { jobId: drawing.id })).held).toBeUndefined()
    const resumed = await next.engine.started(0)
    expect(resumed.specification).toEqual(run.specification)
    expect((await ask(next, 'jobs.retry', { jobId: waiting.id })).state).toBe('queued')
    expect((await ask(next, 'jobs.retry', { jobId: completing.id })).kind).toBe('complete')
    expect((await next.engine.started(1)).specification).toMatchObject({
      mask: { from: 'bitmap', width: 28, data: new Uint8Array(28 * 28).fill(1) },
      seed: completing.seed,
    })
  })

  it('calls nothing failed or cancelled that closing cut short', async () => {
    const test = await openTestApp()
    test.engine.endsWhenCancelled = false
    const job = await sample(test)
    const run = await test.engine.started(0)
    const closed = test.app.close()
    await expect.poll(() => run.asked, { timeout: 30_000 }).toContain('cancel')
    run.finish({ state: 'failed', error: { code: 'engine-stopped', message: 'It took too long.' } })
    await closed
    const next = await openTestApp({ folder: join(test.dataFolder, '..') })
    const found = await find(next, job)
    expect(found).toMatchObject({ state: 'queued', held: true })
    expect(found?.error).toBeUndefined()
  })

  it('finds a job that was killed, too', async () => {
    const test = await openTestApp()
    const job = await sample(test)
    const path = join(test.dataFolder, 'queue.json')
    await expect
      .poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 30_000 })
      .toContain('"state":"running"')
    // What is on disk while it runs is all that a kill leaves.
    const next = await openTestApp({ folder: join(test.dataFolder, '..') })
    expect(await find(next, job)).toMatchObject({ state: 'queued', held: true })
  })

  it('goes on with a training from its checkpoint, and begins anew one that had none', async () => {
    const test = await openTestApp()
    const job = await ask(test, 'jobs.train', { name: 'Birds', data: '/photos', steps: 100 })
    await test.engine.started(0)
    const next = await reopen(test)
    await ask(next, 'jobs.resume', { jobId: job.id })
    expect((await next.engine.started(0)).specification).toMatchObject({
      resume: false,
      limit: { steps: 100 },
    })

    const folder = join(test.dataFolder, 'models', 'birds')
    await writeModel(folder, { name: 'Birds', training: { data: '/photos', steps: 40, seconds: 9 } })
    await mkdir(join(folder, 'checkpoints', '40'), { recursive: true })
    const last = await reopen(next)
    await ask(last, 'jobs.resume', { jobId: job.id })
    expect((await last.engine.started(0)).specification).toMatchObject({ resume: true, out: folder })
  })

  it('keeps nothing of what was dismissed, and of a photo what was cleared', async () => {
    const test = await openTestApp()
    const [samples, completion] = [await sample(test), await complete(test)]
    for (const job of [samples, completion]) await ask(test, 'jobs.cancel', { jobId: job.id })
    await reaches(test, samples, 'cancelled')
    await reaches(test, completion, 'cancelled')
    await ask(test, 'jobs.clear', {})
    expect(await find(test, samples)).toBeUndefined()
    expect(await find(test, completion)).toMatchObject({ cleared: true })
    const next = await reopen(test)
    expect((await list(next)).map(({ id, cleared }) => ({ id, cleared }))).toEqual([
      { id: completion.id, cleared: true },
    ])
  })

  it('begins with an empty list where the file is damaged, and keeps the file', async () => {
    const test = await openTestApp()
    await test.app.close()
    await writeFile(join(test.dataFolder, 'queue.json'), '{"version":1,')
    const next = await openTestApp({ folder: join(test.dataFolder, '..') })
    expect(await list(next)).toEqual([])
    expect(await readFile(join(test.dataFolder, 'queue.json.bad'), 'utf8')).toBe('{"version":1,')
    expect(next.logged.join()).toMatch(/queue\.json\.bad/)
  })
})

describe('looking before asking', () => {
  it('counts the images of a folder and those without a mask', async () => {
    const test = await openTestApp()
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'masks'))
    for (const name of ['a.png', 'b.png', 'c.png', 'masks/a.png']) await writeImage(join(folder, name))
    const masks = { from: 'folder', path: join(folder, 'masks') } as const
    expect(await ask(test, 'jobs.inspectFolder', { folder, masks })).toEqual({
      ...{ images: 3, withoutMask: 2, withoutMaskNames: ['b.png', 'c.png'], skipped: [] },
      out: join(folder, 'completed'),
    })
    const nowhere = join(folder, 'nothing')
    expect(await codeOf(test, 'jobs.inspectFolder', { folder: nowhere, masks })).toBe('not-found')
  })
})

describe('the folder of a job', () => {
  it('is shown by a window, and told by a browser', async () => {
    const test = await openTestApp()
    const job = await sample(test)
    expect(await ask(test, 'jobs.showFolder', { jobId: job.id })).toEqual({ path: job.folder, shown: false })
    const shown: string[] = []
    const window = await openTestApp({
      shell: windowShellWith({ showInFolder: (path) => void shown.push(path) }),
    })
    const other = await sample(window)
    expect((await ask(window, 'jobs.showFolder', { jobId: other.id })).shown).toBe(true)
    expect(shown).toEqual([other.folder])
  })
})
