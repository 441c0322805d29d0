import { readdir } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { MethodInput } from '../../src/shared/contract/methods'
import type { JobSnapshot, JobState } from '../../src/shared/jobs'
import { writeBars } from '../support/bars'
import { built, type MainProcess, startMain } from './harness'

interface State {
  readonly utility: { entry: string; options: { serviceName: string }; pid: number }
  readonly power: string[]
  readonly dialogs: { name: string; options: { message?: string } }[]
  readonly windows: { shown: boolean; progress?: number }[]
}

const patience = { timeout: 30_000, interval: 100 }

let main: MainProcess
const state = async (): Promise<State> => (await main.ask('state')) as State
const inData = (...parts: string[]): string => join(main.dataFolder, ...parts)

async function job(id: string): Promise<JobSnapshot> {
  const reply = await main.invoke('jobs.list', {})
  const found = reply.ok ? reply.value.jobs.find((one) => one.id === id) : undefined
  if (!found) throw new Error(`There is no job ${id}.`)
  return found
}

/** Steps of a model's whole checkpoints. */
async function checkpoints(model: string): Promise<number[]> {
  const names = await readdir(inData('models', model, 'checkpoints'))
  return names.filter((name) => /^\d+$/.test(name)).map(Number)
}

async function reaches(id: string, wanted: JobState): Promise<JobSnapshot> {
  return vi.waitFor(async () => {
    const found = await job(id)
    expect(found.state, found.error?.message).toBe(wanted)
    return found
  }, patience)
}

async function train(name: string, more: Partial<MethodInput<'jobs.train'>>): Promise<string> {
  const bars = { data: inData('bars.npy'), hidden: 4, layers: 1, batch: 4, levels: 2 }
  const reply = await main.invoke('jobs.train', { name, ...bars, ...more })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value.id
}

/** A training without an end, once it has taken a step. */
async function trainForever(name: string): Promise<JobSnapshot> {
  const id = await train(name, { steps: 1_000_000, checkEvery: 5 })
  await vi.waitFor(async () => expect((await job(id)).progress?.done ?? 0).toBeGreaterThan(0), patience)
  return job(id)
}

beforeAll(async () => {
  main = await startMain()
  // Before the page is there, nobody in the window is trusted.
  await vi.waitFor(async () => expect((await state()).windows[0]?.shown).toBe(true), patience)
  await writeBars(inData('bars.npy'), 40, 8)
})
afterAll(() => main.stop())

describe('the engine in a utility process', () => {
  it('is asked what this machine can run', async () => {
    const reply = await main.invoke('app.runtimes', {})
    if (!reply.ok) throw new Error(reply.error.message)
    expect(reply.value.runtimes.some(({ available }) => available)).toBe(true)
    const { utility } = await state()
    expect(utility).toMatchObject({
      entry: join(built, 'main', 'engine.js'),
      options: { serviceName: 'Pixelloom engine' },
    })
  })

  it('trains, completes row by row, and saves where the dialog says', async () => {
    const training = await reaches(await train('Bars', { steps: 6 }), 'done')
    expect(training.result).toMatchObject({ kind: 'train', steps: 6, images: 40 })

    const bar = Buffer.alloc(8 * 8, 0).fill(255, 16, 24)
    const photo = await sharp(bar, { raw: { width: 8, height: 8, channels: 1 } })
      .png()
      .toBuffer()
    const added = await main.invoke('library.addBytes', { name: 'bar.png', data: new Uint8Array(photo) })
    if (!added.ok) throw new Error(added.error.message)
    const mask = { width: 8, height: 8, data: new Uint8Array(64).fill(1, 32) }
    const photoId = added.value.added[0]?.id ?? ''
    const request = { photoId, modelId: 'bars', mask, count: 2, seed: 1 }
    const asked = await main.invoke('jobs.complete', request)
    if (!asked.ok) throw new Error(asked.error.message)
    const { id } = await reaches(asked.value.id, 'done')

    const told = main.events('job.rows') as { jobId: string; rows: { variant: number; row: number }[] }[]
    const rows = told.filter(({ jobId }) => jobId === id).flatMap((event) => event.rows)
    for (const variant of [0, 1]) {
      const drawn = rows.filter((row) => row.variant === variant).map(({ row }) => row)
      expect(drawn.slice(-4)).toEqual([4, 5, 6, 7])
    }

    await main.ask('answer', { name: 'save', value: { canceled: true, filePath: '' } })
    const save = { jobId: id, variant: 0 }
    expect(await main.invoke('results.save', save)).toEqual({ ok: true, value: { how: 'cancelled' } })
    const path = inData('saved.png')
    await main.ask('answer', { name: 'save', value: { canceled: false, filePath: path } })
    expect(await main.invoke('results.save', save)).toEqual({ ok: true, value: { how: 'saved', path } })
    const { data } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true })
    expect(data.subarray(0, 32)).toEqual(bar.subarray(0, 32))
  })

  it('may be killed: the job fails with a sentence, the app lives, and the training goes on', async () => {
    const running = await trainForever('Killed')
    // A checkpoint has its number for a name once it is whole.
    await vi.waitFor(
      async () => expect(await checkpoints('killed')).toContainEqual(expect.any(Number)),
      patience,
    )
    process.kill((await state()).utility.pid, 'SIGKILL')
    const { error } = await reaches(running.id, 'failed')
    expect(error).toMatchObject({
      code: 'engine-stopped',
      message: expect.stringContaining('checkpoint') as string,
    })
    expect(await main.invoke('app.info', {})).toMatchObject({ ok: true })

    const again = await main.invoke('jobs.continueTraining', { modelId: 'killed' })
    if (!again.ok) throw new Error(again.error.message)
    await vi.waitFor(
      async () => expect((await job(again.value.id)).progress?.done ?? 0).toBeGreaterThan(0),
      patience,
    )
    await main.invoke('jobs.cancel', { jobId: again.value.id })
    await reaches(again.value.id, 'cancelled')
  })

  it('15. a quiet citizen: keeps the machine awake while it trains, and shows in the taskbar how far it is', async () => {
    const { id } = await trainForever('Awake')
    expect((await state()).power.at(-1)).toBe('start prevent-app-suspension')
    expect((await state()).windows[0]?.progress).toBeGreaterThanOrEqual(0)
    // The window comes first.
    expect(getPriority((await state()).utility.pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
    await main.invoke('jobs.cancel', { jobId: id })
    await reaches(id, 'cancelled')
    expect((await state()).power.at(-1)).toBe('stop')
    expect((await state()).windows[0]?.progress).toBe(-1)
  })

  it('asks before quitting over a training, then keeps its checkpoint', async () => {
    await trainForever('Last')
    await main.ask('quit')
    await vi.waitFor(async () => expect((await state()).dialogs.at(-1)?.name).toBe('message'), patience)
    expect((await state()).dialogs.at(-1)?.options.message).toContain('training')
    await main.ask('answer', { name: 'message', value: 1 })
    await main.ask('quit')
    expect(await main.exited).toBe(0)
    expect(await checkpoints('last')).not.toEqual([])
  })
})
