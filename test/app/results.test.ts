import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Shell } from '../../src/app/shell'
import { temporaryFolder, writeImage } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'
import { windowShellWith } from './support/windowShell'

async function withResult(shell?: Shell) {
  const test = await openTestApp({ shell })
  const mask = { width: 28, height: 28, data: new Uint8Array(28 * 28).fill(1) }
  const job = valueOf(
    await test.app.invoke('jobs.complete', { photoId: 'sample-digit-1', modelId: 'digits', mask }),
  )
  const run = await test.engine.started(0)
  const folder = join(test.dataFolder, 'jobs', job.id)
  await writeFile(join(folder, 'two.png'), 'the picture')
  run.emit({ type: 'picture', role: 'completion', variant: 1, file: join(folder, 'two.png') })
  return { ...test, job, folder }
}

function windowThatSavesTo(path: string | null, asked: string[] = []): Shell {
  return windowShellWith({
    chooseImages: () => Promise.resolve(['/a.png']),
    chooseSavePath: (name) => {
      asked.push(name)
      return Promise.resolve(path)
    },
  })
}

describe('saving a result', () => {
  it('writes where the window chose', async () => {
    const target = join(await temporaryFolder(), 'chosen.png')
    const asked: string[] = []
    const { app, job } = await withResult(windowThatSavesTo(target, asked))
    const saved = valueOf(await app.invoke('results.save', { jobId: job.id, variant: 1 }))
    expect(saved).toEqual({ how: 'saved', path: target })
    expect(asked).toEqual(['digit-1-completed-2.png'])
    expect(await readFile(target, 'utf8')).toBe('the picture')
  })

  it('writes nothing where the dialog was closed, and says where it could not', async () => {
    const closed = await withResult(windowThatSavesTo(null))
    const request = { jobId: closed.job.id, variant: 1 }
    expect(valueOf(await closed.app.invoke('results.save', request))).toEqual({ how: 'cancelled' })
    const gone = await withResult(windowThatSavesTo('/nowhere/at/all.png'))
    const reply = await gone.app.invoke('results.save', { jobId: gone.job.id, variant: 1 })
    expect(reply).toMatchObject({ ok: false, error: { subject: '/nowhere/at/all.png' } })
  })

  it('gives a browser an address and a good name', async () => {
    const { app, job } = await withResult()
    const saved = valueOf(await app.invoke('results.save', { jobId: job.id, variant: 1 }))
    const address = `jobs/${job.id}/two.png`
    expect(saved).toEqual({ how: 'download', address, name: 'digit-1-completed-2.png' })
  })

  it('refuses a variant that is not finished', async () => {
    const { app, job } = await withResult()
    const reply = await app.invoke('results.save', { jobId: job.id, variant: 0 })
    expect(reply).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})

describe('accepting a result', () => {
  it('takes it among the photos, once however often', async () => {
    const { app, job, folder } = await withResult()
    await writeImage(join(folder, 'two.png'), 28, 28)
    const accepted = valueOf(await app.invoke('results.accept', { jobId: job.id, variant: 1 }))
    expect(accepted).toMatchObject({ name: 'digit-1-completed-2.png', source: 'copy', width: 28 })
    const again = valueOf(await app.invoke('results.accept', { jobId: job.id, variant: 1 }))
    expect(again.id).toBe(accepted.id)
    const { photos } = valueOf(await app.invoke('library.list', {}))
    expect(photos.filter(({ id }) => id === accepted.id)).toHaveLength(1)
    expect(accepted.from).toBe('sample-digit-1')
  })

  it('refuses what is not finished, and what is no picture', async () => {
    const { app, job } = await withResult()
    const codes = [0, 1].map(async (variant) => {
      const reply = await app.invoke('results.accept', { jobId: job.id, variant })
      return reply.ok ? 'accepted' : reply.error.code
    })
    expect(await Promise.all(codes)).toEqual(['not-found', 'not-an-image'])
  })
})

describe('dialogs', () => {
  it('are the window’s own', async () => {
    const { app } = await openTestApp({ shell: windowThatSavesTo(null) })
    expect(valueOf(await app.invoke('dialogs.chooseFolder', {}))).toEqual({ path: null })
    expect(valueOf(await app.invoke('dialogs.chooseImages', {}))).toEqual({ paths: ['/a.png'] })
  })

  it('are not there in a browser', async () => {
    const { app } = await openTestApp()
    const reply = await app.invoke('dialogs.chooseFolder', {})
    expect(reply).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  })
})

describe('image addresses', () => {
  it('lead to pictures of jobs and photos only', async () => {
    const { app, job, dataFolder, folder } = await withResult()
    await mkdir(join(dataFolder, 'jobs-old'))
    await writeFile(join(dataFolder, 'jobs-old', 'secret.png'), 'secret')
    await symlink(join(dataFolder, 'jobs-old', 'secret.png'), join(folder, 'link.png'))
    await symlink(join(dataFolder, 'jobs-old'), join(dataFolder, 'jobs', 'linked'))
    const codes: Record<string, string> = {}
    for (const address of [
      `jobs/${job.id}/two.png`,
      `jobs/${job.id}/job.json`,
      `jobs/${job.id}/link.png`,
      'jobs/linked/secret.png',
      'jobs/../library.json',
      'jobs/../jobs-old/secret.png',
      `jobs/${job.id}/..%2f..%2flibrary.json`,
      `jobs/${job.id}/../../jobs-old/secret.png`,
      `/jobs/${job.id}/two.png`,
      'photos/sample-digit-1/thumbnail',
      'photos/sample-digit-1/original',
      'photos/nobody/display',
      'models/digits/weights.safetensors',
      '',
    ]) {
      const reply = await app.resolveImage(address)
      codes[address.replace(job.id, 'ID')] = reply.ok ? 'shown' : reply.error.code
    }
    expect(codes).toEqual({
      'jobs/ID/two.png': 'shown',
      'jobs/ID/job.json': 'not-found',
      'jobs/ID/link.png': 'forbidden',
      'jobs/linked/secret.png': 'forbidden',
      'jobs/../library.json': 'forbidden',
      'jobs/../jobs-old/secret.png': 'forbidden',
      'jobs/ID/..%2f..%2flibrary.json': 'forbidden',
      'jobs/ID/../../jobs-old/secret.png': 'forbidden',
      '/jobs/ID/two.png': 'forbidden',
      'photos/sample-digit-1/thumbnail': 'shown',
      'photos/sample-digit-1/original': 'not-found',
      'photos/nobody/display': 'not-found',
      'models/digits/weights.safetensors': 'not-found',
      '': 'forbidden',
    })
    expect(await readdir(folder)).toContain('link.png')
  })
})

describe('what was made of a photo', () => {
  it('is found after a restart too, newest first, without what the model saw', async () => {
    const place = await temporaryFolder()
    const jobs = join(place, 'data', 'jobs')
    const recipe = (id: string, createdAt: number, more: object) =>
      JSON.stringify({ version: 1, id, kind: 'complete', createdAt, ...more })
    const picture = await readFile(await writeImage(join(place, 'any.png'), 28, 28))
    const write = async (id: string, text: string, ...names: string[]): Promise<void> => {
      await mkdir(join(jobs, id), { recursive: true })
      await writeFile(join(jobs, id, 'job.json'), text)
      for (const name of names) await writeFile(join(jobs, id, name), picture)
    }
    await mkdir(join(place, 'resources', 'samples'), { recursive: true })
    const sample = await writeImage(join(place, 'resources', 'samples', 'digit.png'), 28, 28)
    const image = { specification: { image: '/was/elsewhere.png' } }
    await write(
      'one',
      recipe('one', 1, { ...image, photoId: 'sample-digit' }),
      'digit-1.png',
      'digit-1-seen-1.png',
    )
    await write('other', recipe('other', 2, { ...image, photoId: 'another' }), 'digit-1.png')
    await write(
      'before',
      recipe('before', 3, { specification: { image: sample } }),
      'digit-2.png',
      'digit-1.png',
    )
    await write('broken', 'not JSON', 'digit-1.png')

    const { app } = await openTestApp({ folder: place })
    const { pictures } = valueOf(await app.invoke('library.made', { photoId: 'sample-digit' }))
    expect(pictures.map(({ jobId, variant }) => [jobId, variant])).toEqual([
      ['before', 0],
      ['before', 1],
      ['one', 0],
    ])
    expect(await app.resolveImage(pictures[2]?.address ?? '')).toMatchObject({ ok: true })
  })
})
