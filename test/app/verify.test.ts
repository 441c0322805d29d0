import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobResult } from '../../src/shared/jobs'
import { openTestApp, valueOf } from './support/testApp'

describe('verifying a model', () => {
  it('asks the engine to look at its folder, and keeps what it found', async () => {
    const test = await openTestApp()
    const job = valueOf(await test.app.invoke('jobs.verify', { modelId: 'digits' }))
    expect(job).toMatchObject({
      kind: 'verify',
      modelId: 'digits',
      title: expect.stringContaining('Verify') as string,
    })
    const run = await test.engine.started(0)
    expect(run.specification).toMatchObject({
      kind: 'verify',
      model: join(test.resources, 'models', 'digits'),
    })
    const check = { name: 'masks', state: 'failed', sentence: 'Not zero.', subject: 'input.kernel' } as const
    const result = { kind: 'verify', passed: false, checks: [check], seconds: 2 } satisfies JobResult
    run.finish({ state: 'done', result })
    const last = async () => valueOf(await test.app.invoke('jobs.list', {})).jobs[0]
    await expect.poll(last, { timeout: 30_000 }).toMatchObject({ state: 'done', result })
  })

  it('of no model is refused', async () => {
    const test = await openTestApp()
    expect(await test.app.invoke('jobs.verify', { modelId: 'nobody' })).toMatchObject({
      error: { code: 'not-found' },
    })
  })
})
