import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { anonymous } from '../../src/app/report/anonymous'
import { readLicences } from '../../src/app/report/licences'
import { createNodeStorage } from '../../src/engine/hosts/node/storage'
import { root } from '../support/optional'
import { pngBytes, temporaryFolder, writeImage } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'
import { windowShellWith } from './support/windowShell'

describe('a report of a problem', () => {
  it('has versions, settings and the log, and no name of a photo or a folder', async () => {
    const { app, engine } = await openTestApp({ shell: windowShellWith() })
    const folder = await temporaryFolder()
    const photo = await writeImage(join(folder, 'Anna am Strand.png'), 8, 6)
    const added = valueOf(await app.invoke('library.addPaths', { paths: [photo] })).added[0]
    const copied = valueOf(
      await app.invoke('library.addBytes', { name: 'geheim.png', data: await pngBytes() }),
    )
    expect(copied.added).toHaveLength(1)
    const mask = { width: 8, height: 6, data: new Uint8Array(48).fill(1) }
    valueOf(await app.invoke('jobs.complete', { photoId: added?.id ?? '', modelId: 'digits', mask }))
    const run = await engine.started(0)
    run.emit({ type: 'note', message: 'The hole is large.' })
    const message = `${photo} can't be read, nor can ${join(folder, 'Onkel Otto.jpeg')}.`
    run.finish({ state: 'failed', error: { code: 'unreadable', message } })
    app.log('geheim was here')
    await expect
      .poll(async () => valueOf(await app.invoke('jobs.list', {})).jobs.at(-1)?.state)
      .toBe('failed')

    const { name, text } = valueOf(await app.invoke('report.preview', {}))
    expect(name).toMatch(/^pixelloom-problem-.*\.txt$/)
    for (const told of [
      '1.2.3',
      'Plain JavaScript',
      '"theme": "system"',
      'The hole is large.',
      'unreadable',
    ]) {
      expect(text).toContain(told)
    }
    for (const secret of ['Anna', 'Strand', 'geheim', 'Onkel', 'Otto', folder]) {
      expect(text).not.toContain(secret)
    }
  })

  it('is saved just as it was shown, where the person wants it', async () => {
    const to = join(await temporaryFolder(), 'report.txt')
    const { app } = await openTestApp({
      shell: windowShellWith({ chooseSavePath: () => Promise.resolve(to) }),
    })
    const saved = valueOf(await app.invoke('report.save', { name: 'a.txt', text: 'as shown, edited' }))
    expect(saved).toEqual({ how: 'saved', path: to })
    expect(await readFile(to, 'utf8')).toBe('as shown, edited')
  })

  it('is the browser’s to save there', async () => {
    const { app } = await openTestApp()
    expect(valueOf(await app.invoke('report.save', { name: 'a.txt', text: '' }))).toEqual({ how: 'download' })
  })
})

describe('a text without names', () => {
  const hide = (text: string): string =>
    anonymous(text, {
      photoNames: ['IMG_1', 'IMG_12 copy'],
      dataFolder: '/home/ada/data',
      appFolder: '/opt/app',
      home: '/home/ada',
    })

  it.each([
    ['Could not tidy up /home/ada/data/cache: EACCES', 'Could not tidy up <data folder>/cache: EACCES'],
    ['at run (/opt/app/main/index.js:3:1)', 'at run (<app>/main/index.js:3:1)'],
    ['reading /home/ada/My Holidays/Rome: no', 'reading <path>: no'],
    ['C:\\Users\\ada\\x y: no', '<path>: no'],
    ['IMG_12 copy and IMG_1', ' <photo> and  <photo>'],
    ['32 images/s at 1.5 GB/s', '32 images/s at 1.5 GB/s'],
  ])('%s', (text, clean) => {
    expect(hide(text)).toBe(clean)
  })
})

describe('the licences', () => {
  it('name what the app is built on, with their texts', async () => {
    const packages = await readLicences(createNodeStorage(), join(root, 'resources', 'licences.json'))
    const names = packages.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['vue', 'sharp', '@tensorflow/tfjs', 'electron', 'zod']))
    expect(packages.find(({ name }) => name === 'vue')?.text).toContain('Permission is hereby granted')
    expect(packages.filter(({ licence }) => licence === 'unknown')).toEqual([])
  })
})
