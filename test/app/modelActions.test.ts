import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { JobResult } from '../../src/shared/jobs'
import { pngBytes, temporaryFolder } from './support/folders'
import { weights, writeModel } from './support/model'
import { openTestApp, type TestApp, valueOf } from './support/testApp'
import { windowShellWith } from './support/windowShell'

async function withBirds(options?: Parameters<typeof openTestApp>[0]): Promise<TestApp & { own: string }> {
  const test = await openTestApp(options)
  const own = join(test.dataFolder, 'models')
  await writeModel(join(own, 'birds'), { name: 'Birds', 'of others': 1 })
  return { ...test, own }
}

const list = async ({ app }: TestApp) => valueOf(await app.invoke('models.list', {}))
const idsOf = async (test: TestApp): Promise<string[]> => (await list(test)).models.map(({ id }) => id)

describe('what is said of a model', () => {
  it('is changed in its own file, where all else stays', async () => {
    const test = await withBirds()
    const { app, own } = test
    const renamed = valueOf(await app.invoke('models.update', { modelId: 'birds', name: ' Garden birds ' }))
    expect(renamed).toMatchObject({ id: 'birds', name: 'Garden birds' })
    await app.invoke('models.update', { modelId: 'birds', description: ' Taught in May. ' })
    expect((await list(test)).models[0]).toMatchObject({
      name: 'Garden birds',
      description: 'Taught in May.',
    })
    const document: unknown = JSON.parse(await readFile(join(own, 'birds', 'model.json'), 'utf8'))
    expect(document).toMatchObject({ name: 'Garden birds', 'of others': 1 })
    const without = valueOf(await app.invoke('models.update', { modelId: 'birds', description: '' }))
    expect(without.description).toBeUndefined()
    expect(test.told.filter(({ event }) => event === 'models.changed')).toHaveLength(3)
  })

  it('of a bundled one, or one in training, is not', async () => {
    const test = await withBirds()
    const { app } = test
    for (const [method, input] of [
      ['models.update', { modelId: 'digits', name: 'Mine' }],
      ['models.remove', { modelId: 'digits' }],
    ] as const) {
      expect(await app.dispatch(method, input)).toMatchObject({ error: { code: 'unsupported' } })
    }
    await mkdir(join(test.own, 'birds', 'checkpoints', '5'), { recursive: true })
    valueOf(await app.invoke('jobs.continueTraining', { modelId: 'birds' }))
    for (const [method, input] of [
      ['models.update', { modelId: 'birds', name: 'Mine' }],
      ['models.remove', { modelId: 'birds' }],
    ] as const) {
      expect(await app.dispatch(method, input)).toMatchObject({
        error: { message: expect.stringContaining('being trained') as string },
      })
    }
    expect(await idsOf(test)).toEqual(['birds', 'digits'])
  })
})

it('a copy of a model has its own name and id, and what is done to it leaves the first alone', async () => {
  const test = await withBirds()
  const { app, own } = test
  const copy = valueOf(await app.invoke('models.duplicate', { modelId: 'digits', name: 'Digits (copy)' }))
  expect(copy).toMatchObject({ id: 'digits-copy', name: 'Digits (copy)', bundled: false })
  expect(await readFile(join(own, 'digits-copy', 'weights.safetensors'))).toEqual(Buffer.from(weights()))
  expect(valueOf(await app.invoke('models.duplicate', { modelId: 'digits', name: 'Digits' })).id).toBe(
    'digits-2',
  )
  await app.invoke('models.update', { modelId: 'digits-copy', name: 'Other' })
  expect((await list(test)).models.find(({ id }) => id === 'digits')?.name).toBe('Digits')
  expect((await readdir(own)).filter((name) => name.startsWith('.'))).toEqual([])
})

describe('deleting a model', () => {
  it('can be undone, under another id where its own is taken by then', async () => {
    const test = await withBirds()
    const { app, own } = test
    const { trashId } = valueOf(await app.invoke('models.remove', { modelId: 'birds' }))
    expect(await idsOf(test)).toEqual(['digits'])
    expect(valueOf(await app.invoke('models.restore', { trashId }))).toEqual({ modelId: 'birds' })
    expect(await idsOf(test)).toEqual(['birds', 'digits'])
    const again = valueOf(await app.invoke('models.remove', { modelId: 'birds' }))
    await writeModel(join(own, 'birds'), { name: 'Others' })
    expect(valueOf(await app.invoke('models.restore', again))).toEqual({ modelId: 'birds-2' })
    expect((await idsOf(test)).sort()).toEqual(['birds', 'birds-2', 'digits'])
    expect(await app.invoke('models.restore', again)).toMatchObject({ error: { code: 'not-found' } })
  })

  it('lasts when the app was started again, and after a while', async () => {
    const place = await temporaryFolder()
    const first = await openTestApp({ folder: place })
    const own = join(first.dataFolder, 'models')
    await writeModel(join(own, 'birds'))
    await writeModel(join(own, 'fish'))
    const { trashId } = valueOf(await first.app.invoke('models.remove', { modelId: 'birds' }))
    expect(await readdir(join(own, '.trash', trashId))).toEqual(['birds'])
    await first.app.close()
    const second = await openTestApp({ folder: place })
    expect(await readdir(join(own, '.trash'))).toEqual([])
    expect(await second.app.invoke('models.restore', { trashId })).toMatchObject({
      error: { code: 'not-found' },
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      valueOf(await second.app.invoke('models.remove', { modelId: 'fish' }))
      vi.advanceTimersByTime(10 * 60_000)
    } finally {
      vi.useRealTimers()
    }
    await expect.poll(() => readdir(join(own, '.trash')), { timeout: 30_000 }).toEqual([])
  })

  it('takes a damaged one away too, and nothing that lies elsewhere', async () => {
    const test = await withBirds()
    const { app, own } = test
    await truncate(join(own, 'birds', 'weights.safetensors'), 9)
    await mkdir(join(test.dataFolder, 'elsewhere'))
    await symlink(join(test.dataFolder, 'elsewhere'), join(own, 'odd [1]'))
    await writeFile(join(test.dataFolder, 'elsewhere', 'model.json'), '{')
    expect((await list(test)).damaged.map(({ id }) => id)).toEqual(['birds', 'odd [1]'])
    for (const modelId of ['birds', 'odd [1]']) valueOf(await app.invoke('models.remove', { modelId }))
    expect((await list(test)).damaged).toEqual([])
    expect(await readdir(join(test.dataFolder, 'elsewhere'))).toEqual(['model.json'])
    for (const modelId of ['..', '../models', '.trash', '', 'nobody']) {
      expect(await app.invoke('models.remove', { modelId })).toMatchObject({ error: { code: 'not-found' } })
    }
  })
})

describe('handing a model on', () => {
  it('a browser fetches one file, and brings it back', async () => {
    const test = await withBirds()
    const { app } = test
    const given = valueOf(await app.invoke('models.export', { modelId: 'birds' }))
    if (given.how !== 'download') throw new Error('A browser downloads.')
    expect(given.name).toBe('birds.pixelloom')
    const { path, contentType } = valueOf(await app.resolveImage(given.address))
    expect(contentType).toBe('application/octet-stream')
    const file = { name: given.name, data: new Uint8Array(await readFile(path)) }
    const back = valueOf(await app.invoke('models.importFiles', { name: 'any', files: [file] }))
    expect(back).toMatchObject({ id: 'birds-2', name: 'Birds' })
    expect(await app.resolveImage('archives/../model')).toMatchObject({ ok: false })
  })

  it('a window saves it where the person wants, and imports it by its path', async () => {
    const place = await temporaryFolder()
    const to = join(place, 'mine.pixelloom')
    const asked: string[] = []
    const chooseSavePath = (name: string): Promise<string> => {
      asked.push(name)
      return Promise.resolve(to)
    }
    const { app } = await withBirds({ shell: windowShellWith({ chooseSavePath }) })
    expect(valueOf(await app.invoke('models.export', { modelId: 'birds' }))).toEqual({
      how: 'saved',
      path: to,
    })
    expect(asked).toEqual(['birds.pixelloom'])
    expect(valueOf(await app.invoke('models.import', { path: to }))).toMatchObject({ id: 'birds-2' })
  })

  it('the files of a dropped folder are a model, and what else lies there is not', async () => {
    const test = await withBirds()
    const files = [
      { name: 'model.json', data: new Uint8Array(await readFile(join(test.own, 'birds', 'model.json'))) },
      { name: 'weights.safetensors', data: weights() },
      { name: 'photo.png', data: await pngBytes() },
    ]
    const got = valueOf(await test.app.invoke('models.importFiles', { name: 'My birds', files }))
    expect(got.id).toBe('my-birds')
    expect(await readdir(join(test.own, 'my-birds'))).toEqual(['model.json', 'weights.safetensors'])
  })

  it('a damaged one leaves nothing behind, and is named by what was given', async () => {
    const test = await withBirds()
    const { app, own } = test
    const document = new Uint8Array(await readFile(join(own, 'birds', 'model.json')))
    const cut = [
      { name: 'model.json', data: document },
      { name: 'weights.safetensors', data: weights().slice(0, -1) },
    ]
    const refused = await app.invoke('models.importFiles', { name: 'cut', files: cut })
    expect(refused).toMatchObject({ error: { code: 'model-damaged', subject: 'cut' } })
    expect(JSON.stringify(refused)).not.toContain('.incoming')
    const none = [{ name: 'birds.pixelloom', data: new Uint8Array(2000) }]
    expect(await app.invoke('models.importFiles', { name: 'x', files: none })).toMatchObject({
      error: { code: 'model-damaged', subject: 'birds.pixelloom' },
    })
    expect(await readdir(own)).toEqual(['birds'])
  })
})

it('keeps what a verification found until the weights change', async () => {
  const test = await withBirds()
  const { app } = test
  const { id } = valueOf(await app.invoke('jobs.verify', { modelId: 'birds' }))
  const check = { name: 'masks', state: 'passed', sentence: 'Zero.' } as const
  const result = { kind: 'verify', passed: true, checks: [check], seconds: 2 } satisfies JobResult
  ;(await test.engine.started(0)).finish({ state: 'done', result })
  const verified = async () => (await list(test)).models.find((model) => model.id === 'birds')?.verified
  await expect.poll(verified, { timeout: 30_000 }).toMatchObject({ passed: true, checks: [check] })
  valueOf(await app.invoke('jobs.dismiss', { jobId: id }))
  await app.invoke('models.update', { modelId: 'birds', name: 'Renamed' })
  expect(await verified()).toMatchObject({ passed: true })
  const changed = weights()
  changed[changed.length - 1] = 1
  await writeFile(join(test.own, 'birds', 'weights.safetensors'), changed)
  expect(await verified()).toBeUndefined()
})

describe('samples for cards', () => {
  it('are drawn once when nothing runs, give way to jobs, and go on', async () => {
    const test = await withBirds()
    const { app, engine } = test
    const samples = async () => valueOf(await app.invoke('models.samples', { modelId: 'birds' })).pictures
    expect(await samples()).toEqual([])
    const first = await engine.started(0)
    expect(first.specification).toMatchObject({ kind: 'sample', model: join(test.own, 'birds'), count: 8 })
    valueOf(await app.invoke('jobs.verify', { modelId: 'digits' }))
    const verify = await engine.started(1)
    expect(first.asked).toEqual(['cancel'])
    expect(engine.runs).toHaveLength(2)
    const result = { kind: 'verify', passed: true, checks: [], seconds: 2 } satisfies JobResult
    verify.finish({ state: 'done', result })
    const again = await engine.started(2)
    if (again.specification.kind !== 'sample') throw new Error('It goes on drawing.')
    await writeFile(join(again.specification.out, 'sample-1.png'), await pngBytes())
    again.finish({ state: 'done', result: { kind: 'sample', files: [], seconds: 1 } })
    await expect.poll(samples, { timeout: 30_000 }).toHaveLength(1)
    const [address = ''] = await samples()
    // The list may know of it a moment before everybody is told.
    await expect
      .poll(() => test.told)
      .toContainEqual({ event: 'models.samples', payload: { modelId: 'birds', pictures: [address] } })
    expect(valueOf(await app.resolveImage(address)).contentType).toBe('image/png')
    expect(engine.runs).toHaveLength(3)
  })
})
