import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MethodInput, MethodName, MethodOutput } from '../../src/shared/contract/methods'
import type { ErrorValue } from '../../src/shared/errors'
import type { JobSnapshot } from '../../src/shared/jobs'
import { openTestApp, valueOf, type TestApp } from './support/testApp'

async function ask<M extends MethodName>(
  { app }: TestApp,
  method: M,
  input: MethodInput<M>,
): Promise<MethodOutput<M>> {
  return valueOf(await app.invoke(method, input))
}

const find = async (test: TestApp, { id }: JobSnapshot): Promise<JobSnapshot | undefined> =>
  (await ask(test, 'jobs.list', {})).jobs.find((job) => job.id === id)

async function reaches(test: TestApp, job: JobSnapshot, state: string): Promise<void> {
  await expect.poll(async () => (await find(test, job))?.state, { timeout: 30_000 }).toBe(state)
}

describe('a training that has too little memory', () => {
  const memory = { needed: 32e9, free: 9e9, fittingBatch: 16 }
  const error = { code: 'out-of-memory', message: 'Too much.', memory } as const

  /** One whose engine ended for want of memory. */
  async function short(test: TestApp, failure: ErrorValue = error) {
    const job = await ask(test, 'jobs.train', { name: 'Birds', data: '/photos', batch: 64, steps: 9 })
    const run = await test.engine.started(0)
    run.finish({ state: 'failed', error: failure })
    return { job, out: 'out' in run.specification ? run.specification.out : '' }
  }

  it('waits, tells why, and goes on with fewer images at a time at one press', async () => {
    const test = await openTestApp()
    const { job, out } = await short(test)
    await reaches(test, job, 'paused')
    expect((await find(test, job))?.error).toEqual(error)
    await mkdir(out, { recursive: true })
    await writeFile(join(out, 'model.json'), '{}')

    await ask(test, 'jobs.resume', { jobId: job.id })
    const again = await test.engine.started(1)
    expect(again.specification).toMatchObject({
      ...{ kind: 'train', out, batch: 64, microBatch: 16, resume: false, limit: { steps: 9 } },
    })
    // It had come to no checkpoint, and is made anew in its place.
    expect(existsSync(join(out, 'model.json'))).toBe(false)
    expect(await find(test, job)).toMatchObject({ state: 'running' })
    expect((await find(test, job))?.error).toBeUndefined()
    // And once more, now from a checkpoint.
    await mkdir(join(out, 'checkpoints', '5'), { recursive: true })
    await writeFile(join(out, 'checkpoints', '5', 'state.json'), '{}')
    again.finish({ state: 'failed', error: { ...error, memory: { ...memory, fittingBatch: 4 } } })
    await reaches(test, job, 'paused')
    await ask(test, 'jobs.resume', { jobId: job.id })
    expect((await test.engine.started(2)).specification).toMatchObject({
      ...{ kind: 'train', out, microBatch: 4, resume: true, configuration: {}, limit: { steps: 9 } },
    })
  })

  it('is cancelled while it waits, and makes room for the next', async () => {
    const test = await openTestApp()
    const { job } = await short(test)
    await reaches(test, job, 'paused')
    const next = await ask(test, 'jobs.train', { name: 'Clouds', data: '/photos' })
    expect((await find(test, next))?.state).toBe('queued')
    await ask(test, 'jobs.cancel', { jobId: job.id })
    await reaches(test, job, 'cancelled')
    await reaches(test, next, 'running')
  })

  it('fails where not even one image fits', async () => {
    const test = await openTestApp()
    const { job } = await short(test, { ...error, memory: { needed: 32e9, free: 1e6 } })
    await reaches(test, job, 'failed')
    expect((await find(test, job))?.error?.memory).toEqual({ needed: 32e9, free: 1e6 })
  })
})
