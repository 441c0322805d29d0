import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobResult, JobSnapshot } from '../../src/shared/jobs'
import { temporaryFolder, writeImage } from './support/folders'
import { openTestApp, valueOf, type TestApp } from './support/testApp'

async function holiday(): Promise<string> {
  const folder = join(await temporaryFolder(), 'Holiday')
  await mkdir(join(folder, 'beach'), { recursive: true })
  await mkdir(join(folder, 'masks'))
  for (const name of ['a.png', 'beach/b.jpg', 'masks/a.png']) await writeImage(join(folder, name))
  return folder
}

const half = { from: 'half', half: 'bottom' } as const

async function ask({ app }: TestApp, folder: string, more: object = {}): Promise<JobSnapshot> {
  const request = { modelId: 'digits', folder, masks: half, out: join(folder, 'done'), ...more }
  return valueOf(await app.invoke('jobs.completeFolder', request))
}

describe('completing a folder', () => {
  it('asks the engine for every image, and says in its title how many', async () => {
    const test = await openTestApp()
    const folder = await holiday()
    const masks = { from: 'folder', path: join(folder, 'masks') } as const
    const job = await ask(test, folder, { masks, count: 2, temperature: 0.5, feather: 3, match: true })
    expect(job).toMatchObject({
      kind: 'complete-folder',
      title: 'Complete 2 images of Holiday',
      modelId: 'digits',
      seed: 0,
    })
    const { specification } = await test.engine.started(0)
    expect(specification).toMatchObject({
      kind: 'complete-folder',
      model: join(test.resources, 'models', 'digits'),
      folder,
      masks,
      out: join(folder, 'done'),
      ...{ count: 2, temperature: 0.5, topP: 1, seed: 0, again: false },
      ...{ fit: 'model', feather: 3, match: true },
    })
  })

  it('goes on with the seed it had, and draws anew with another', async () => {
    const test = await openTestApp()
    const folder = await holiday()
    const seeds = [await ask(test, folder), await ask(test, folder), await ask(test, folder, { seed: 7 })]
    expect(seeds.map(({ seed }) => seed)).toEqual([0, 0, 7])
    const again = [await ask(test, folder, { again: true }), await ask(test, folder, { again: true })]
    expect(again[0]?.seed).not.toBe(again[1]?.seed)
  })

  it('runs one folder at a time, and completions beside it', async () => {
    const test = await openTestApp()
    const folder = await holiday()
    expect((await ask(test, folder)).state).toBe('running')
    const second = await ask(test, folder)
    expect(second.state).toBe('queued')
    const single = await test.app.invoke('jobs.complete', {
      ...{ photoId: 'sample-digit-1', modelId: 'digits' },
      mask: { width: 28, height: 28, data: new Uint8Array(28 * 28).fill(1) },
    })
    expect(valueOf(single).state).toBe('running')

    const result: JobResult = {
      ...{ kind: 'complete-folder', folder, out: join(folder, 'done') },
      ...{ images: 2, completed: 1, existed: 0, seconds: 3 },
      skipped: [{ path: join(folder, 'a.png'), reason: 'is empty.' }],
    }
    const run = await test.engine.started(0)
    run.finish({ state: 'done', result })
    const list = async (): Promise<JobSnapshot[]> => valueOf(await test.app.invoke('jobs.list', {})).jobs
    await expect
      .poll(list, { timeout: 30_000 })
      .toContainEqual(expect.objectContaining({ state: 'done', result }))
    await expect
      .poll(async () => (await list()).find(({ id }) => id === second.id)?.state, { timeout: 30_000 })
      .toBe('running')
  })

  it('shows the finished pictures from the folder that receives them', async () => {
    const test = await openTestApp()
    const folder = await holiday()
    const job = await ask(test, folder)
    const run = await test.engine.started(0)
    await mkdir(join(folder, 'done'))
    const file = await writeImage(join(folder, 'done', 'a-1.png'))
    run.emit({ type: 'picture', role: 'completion', variant: 0, file, nats: 3 })
    const { pictures } = valueOf(await test.app.invoke('jobs.pictures', { jobId: job.id }))
    expect(pictures).toEqual([{ role: 'completion', variant: 0, address: `jobs/${job.id}/a-1.png`, nats: 3 }])
    expect(valueOf(await test.app.resolveImage(pictures[0]?.address ?? '')).path).toBe(file)
  })

  it('refuses what can not be done before it begins', async () => {
    const test = await openTestApp()
    const folder = await holiday()
    const codeOf = async (more: object): Promise<unknown> => {
      const request = { modelId: 'digits', folder, masks: half, out: join(folder, 'done'), ...more }
      const reply = await test.app.invoke('jobs.completeFolder', request)
      return reply.ok ? 'accepted' : reply.error.code
    }
    expect(await codeOf({ folder: 'Holiday' })).toBe('invalid-argument')
    expect(await codeOf({ out: folder })).toBe('invalid-argument')
    expect(await codeOf({ masks: { from: 'folder', path: 'masks' } })).toBe('invalid-argument')
    expect(await codeOf({ masks: { from: 'folder', path: join(folder, 'nothing') } })).toBe('not-found')
    expect(await codeOf({ folder: join(folder, 'nothing') })).toBe('not-found')
    expect(await codeOf({ modelId: 'nobody' })).toBe('not-found')
    expect(await codeOf({ folder: await temporaryFolder() })).toBe('no-images')
    expect(valueOf(await test.app.invoke('jobs.list', {})).jobs).toEqual([])
  })
})
