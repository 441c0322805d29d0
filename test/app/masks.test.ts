import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import type { PictureThreads } from '../../src/app/images/pictureThreads'
import { createPictureWork } from '../../src/app/images/pictureWork'
import { openMaskStore } from '../../src/app/masks/maskStore'
import type { Shell } from '../../src/app/shell'
import { encodeRuns } from '../../src/shared/runs'
import { pngBytes, temporaryFolder } from './support/folders'
import { windowShellWith } from './support/windowShell'
import { openTestApp, valueOf } from './support/testApp'

const photoId = 'sample-digit-1'
const side = 28

function painted(from: number, to: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(side * side).fill(1, from, to)
}

function request(data: Uint8Array, id = photoId) {
  return { photoId: id, width: side, height: side, runs: encodeRuns(data) }
}

function windowThatSavesTo(path: string | null): Shell {
  return windowShellWith({ chooseSavePath: () => Promise.resolve(path) })
}

describe('masks that are kept', () => {
  it('come back after the app was started anew', async () => {
    const first = await openTestApp()
    valueOf(await first.app.invoke('masks.save', request(painted(30, 90))))
    await first.app.close()
    const { app } = await openTestApp({ folder: dirname(first.dataFolder) })
    const { mask } = valueOf(await app.invoke('masks.load', { photoId }))
    expect(mask).toMatchObject({ width: side, height: side })
    expect([...(mask?.runs ?? [])]).toEqual([...encodeRuns(painted(30, 90))])
    expect(valueOf(await app.invoke('masks.load', { photoId: 'sample-digit-2' }))).toEqual({ mask: null })
  })

  it('are the last of those sent at once', async () => {
    const { app } = await openTestApp()
    await Promise.all([...Array(9).keys()].map((i) => app.invoke('masks.save', request(painted(0, i + 1)))))
    const { mask } = valueOf(await app.invoke('masks.load', { photoId }))
    expect([...(mask?.runs ?? [])]).toEqual([...encodeRuns(painted(0, 9))])
  })

  it('are gone when removed', async () => {
    const { app, dataFolder } = await openTestApp()
    valueOf(await app.invoke('masks.save', request(painted(0, 5))))
    valueOf(await app.invoke('masks.remove', { photoId }))
    expect(valueOf(await app.invoke('masks.load', { photoId }))).toEqual({ mask: null })
    expect(await readdir(join(dataFolder, 'masks'))).toEqual([])
  })

  it('are refused where they do not fit, or lead elsewhere', async () => {
    const { app } = await openTestApp()
    const short = { ...request(painted(0, 5)), width: side + 1 }
    expect(await app.invoke('masks.save', short)).toMatchObject({ error: { code: 'invalid-argument' } })
    for (const id of ['../library', 'a/b', '..', 'a\\b']) {
      const reply = await app.invoke('masks.save', request(painted(0, 5), id))
      expect(reply).toMatchObject({ error: { code: 'invalid-argument' } })
    }
  })

  it('are moved aside where they are damaged, at whatever byte', async () => {
    const { app, dataFolder, logged } = await openTestApp()
    valueOf(await app.invoke('masks.save', request(painted(30, 90))))
    const path = join(dataFolder, 'masks', `${photoId}.mask`)
    const whole = await readFile(path)
    for (let cut = 0; cut < whole.length; cut += 7) {
      await writeFile(path, whole.subarray(0, cut))
      expect(valueOf(await app.invoke('masks.load', { photoId }))).toEqual({ mask: null })
    }
    expect(logged.join('\n')).toContain('kept as')
    expect((await readdir(dirname(path))).filter((name) => name.includes('damaged')).length).toBe(
      Math.ceil(whole.length / 7),
    )
  })

  it('of a later version are left alone', async () => {
    const { app, dataFolder } = await openTestApp()
    valueOf(await app.invoke('masks.save', request(painted(30, 90))))
    const path = join(dataFolder, 'masks', `${photoId}.mask`)
    const later = (await readFile(path, 'latin1')).replace('{"mask":1', '{"mask":9')
    await writeFile(path, later, 'latin1')
    expect(await app.invoke('masks.load', { photoId })).toMatchObject({ error: { code: 'unsupported' } })
    expect(await readFile(path, 'latin1')).toBe(later)
  })

  it('of photos that are no longer there go, a while after the last stroke', async () => {
    const folder = await temporaryFolder()
    const store = openMaskStore({ storage: createNodeHost().storage, folder, log: () => undefined })
    const mask = { width: 2, height: 1, runs: Uint8Array.from([1, 1]) }
    for (const id of ['here', 'gone', 'lately']) await store.save(id, mask)
    const old = new Date(Date.now() - 40 * 24 * 3600 * 1000)
    for (const id of ['here', 'gone']) await utimes(join(folder, `${id}.mask`), old, old)
    await store.prune(['here'])
    expect(await readdir(folder)).toEqual(['here.mask', 'lately.mask'])
  })
})

describe('the first mask of a sample', () => {
  /** An app whose first sample comes with a mask: white from its second to its third row. */
  async function withMask(bytes?: Uint8Array) {
    const first = await openTestApp()
    await first.app.close()
    const masks = join(first.resources, 'samples', 'masks')
    await mkdir(masks)
    const grey = Buffer.from(painted(side, 3 * side).map((value) => value * 255))
    const picture = sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    await writeFile(join(masks, 'digit-1.png'), bytes ?? (await picture.png().toBuffer()))
    const { app, logged } = await openTestApp({ folder: dirname(first.dataFolder) })
    const maskOf = async (id: string) => valueOf(await app.invoke('masks.load', { photoId: id })).mask
    return { app, logged, maskOf }
  }

  it('is what its picture beside the samples says, until somebody paints', async () => {
    const { app, maskOf } = await withMask()
    const first = { width: side, height: side, runs: encodeRuns(painted(side, 3 * side)) }
    expect(await maskOf(photoId)).toEqual(first)
    expect(await maskOf('sample-digit-2')).toBeNull()
    valueOf(await app.invoke('masks.save', request(painted(0, 0))))
    expect((await maskOf(photoId))?.runs).toEqual(encodeRuns(painted(0, 0)))
    valueOf(await app.invoke('masks.remove', { photoId }))
    expect(await maskOf(photoId)).toEqual(first)
    expect(await maskOf('sample-gone')).toBeNull()
  })

  it('can be exported', async () => {
    const { app } = await withMask()
    const exported = valueOf(await app.invoke('masks.export', { photoId, as: 'mask' }))
    expect(exported).toMatchObject({ how: 'download', name: 'digit-1-mask.png' })
  })

  it('is none where it can’t be used, and the log says why', async () => {
    for (const bytes of [Buffer.from('no picture'), await pngBytes(side, side + 1)]) {
      const { maskOf, logged } = await withMask(bytes)
      expect(await maskOf(photoId)).toBeNull()
      expect(logged.join('\n')).toMatch(
        /masks.digit-1\.png (can't be used: |has another size than digit-1\.png)/,
      )
    }
  })
})

describe('exporting a mask', () => {
  it('writes white where it is to be filled', async () => {
    const target = join(await temporaryFolder(), 'mask.png')
    const { app } = await openTestApp({ shell: windowThatSavesTo(target) })
    valueOf(await app.invoke('masks.save', request(painted(30, 90))))
    expect(valueOf(await app.invoke('masks.export', { photoId, as: 'mask' }))).toEqual({
      how: 'saved',
      path: target,
    })
    const { data, info } = await sharp(target)
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([side, side])
    expect([...data]).toEqual([...painted(30, 90)].map((value) => value * 255))
  })

  it('gives a browser the photo with a hole in it, every other pixel its own', async () => {
    const { app } = await openTestApp()
    const data = await pngBytes(side, side, '#3a7')
    const { added } = valueOf(await app.invoke('library.addBytes', { name: 'green.png', data }))
    const id = added[0]!.id
    valueOf(await app.invoke('masks.save', request(painted(30, 90), id)))
    const exported = valueOf(await app.invoke('masks.export', { photoId: id, as: 'hole' }))
    if (exported.how !== 'download') throw new Error('no download')
    expect(exported.name).toBe('green-hole.png')
    const file = await app.resolveImage(exported.address)
    const pixels = await sharp(valueOf(file).path).ensureAlpha().raw().toBuffer()
    const mask = painted(30, 90)
    for (let i = 0; i < side * side; i++) {
      expect([...pixels.subarray(i * 4, i * 4 + 4)]).toEqual([0x33, 0xaa, 0x77, mask[i] ? 0 : 255])
    }
  })

  it('are written where photos are decoded, away from the thread that talks to the window', async () => {
    const asked: string[] = []
    const work = createPictureWork()
    const pictures: PictureThreads = {
      ...work,
      close: () => Promise.resolve(),
      maskPicture(...given) {
        asked.push(given[2])
        return work.maskPicture(...given)
      },
    }
    const { app } = await openTestApp({ pictures })
    valueOf(await app.invoke('masks.save', request(painted(30, 90))))
    for (const as of ['mask', 'hole'] as const) valueOf(await app.invoke('masks.export', { photoId, as }))
    expect(asked).toEqual(['mask', 'hole'])
  })

  it('come back with a photo that was taken out, undone or added again', async () => {
    const { app } = await openTestApp({ shell: windowThatSavesTo(null) })
    const file = join(await temporaryFolder(), 'green.png')
    await writeFile(file, await pngBytes(side, side, '#3a7'))
    const add = async () => valueOf(await app.invoke('library.addPaths', { paths: [file] })).added[0]!.id
    const maskOf = async (of: string) => valueOf(await app.invoke('masks.load', { photoId: of })).mask?.runs
    const id = await add()
    const asked = request(painted(30, 90), id)
    valueOf(await app.invoke('masks.save', asked))
    valueOf(await app.invoke('library.remove', { photoIds: [id] }))
    const { photos } = valueOf(await app.invoke('library.restore', { photoIds: [id] }))
    expect(photos.map((photo) => photo.id)).toEqual([id])
    expect(await maskOf(id)).toEqual(asked.runs)
    valueOf(await app.invoke('library.remove', { photoIds: [id] }))
    expect(await add()).toBe(id)
    expect(await maskOf(id)).toEqual(asked.runs)
  })

  it('says so where there is nothing to export, and writes nothing where the dialog was closed', async () => {
    const { app } = await openTestApp()
    expect(await app.invoke('masks.export', { photoId, as: 'mask' })).toMatchObject({
      error: { code: 'mask-empty' },
    })
    expect(await app.resolveImage(`masks/${photoId}/mask.png`)).toMatchObject({
      error: { code: 'not-found' },
    })
    const closed = await openTestApp({ shell: windowThatSavesTo(null) })
    expect(valueOf(await closed.app.invoke('masks.export', { photoId, as: 'mask' }))).toEqual({
      how: 'cancelled',
    })
  })

  it('refuses a mask of another size than the photo', async () => {
    const { app } = await openTestApp()
    const small = { photoId, width: 2, height: 2, runs: Uint8Array.from([1, 3]) }
    valueOf(await app.invoke('masks.save', small))
    expect(await app.invoke('masks.export', { photoId, as: 'hole' })).toMatchObject({
      error: { code: 'mask-size' },
    })
  })

  it('keeps the depth and alpha of a photo', async () => {
    const folder = await temporaryFolder()
    const wide = join(folder, 'wide.png')
    await sharp({ create: { width: side, height: side, channels: 4, background: '#3a78' } })
      .toColourspace('rgb16')
      .png()
      .toFile(wide)
    const target = join(folder, 'hole.png')
    const { app } = await openTestApp({ shell: windowThatSavesTo(target) })
    const { added } = valueOf(await app.invoke('library.addPaths', { paths: [wide] }))
    valueOf(await app.invoke('masks.save', request(painted(0, side), added[0]!.id)))
    valueOf(await app.invoke('masks.export', { photoId: added[0]!.id, as: 'hole' }))
    const before = await createNodeHost().pixels.decode(wide)
    const after = await createNodeHost().pixels.decode(target)
    expect([after.channels, after.data.constructor.name]).toEqual([4, before.data.constructor.name])
    expect(after.data.slice(side * 4)).toEqual(before.data.slice(side * 4))
    expect(after.data[3]).toBe(0)
    await rm(target)
  })
})
