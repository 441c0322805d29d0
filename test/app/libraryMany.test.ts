import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createNodeStorage } from '../../src/engine/hosts/node/storage'
import { writeLibraryFile } from '../../src/app/library/libraryFile'
import type { Photo } from '../../src/shared/contract/entities'
import { jpegTaken, pngBytes, temporaryFolder, writeImage } from './support/folders'
import { openTestApp, valueOf, type TestApp } from './support/testApp'
import { windowShellWith } from './support/windowShell'

const shell = windowShellWith({})
const phone = resolve(import.meta.dirname, '../fixtures/heic/phone.heic')

async function photosOf({ app }: TestApp): Promise<Photo[]> {
  const photos: Photo[] = []
  let after: number | undefined
  do {
    const page = valueOf(
      await app.invoke('library.list', { limit: 2000, ...(after !== undefined && { after }) }),
    )
    photos.push(...page.photos)
    after = page.next
  } while (after !== undefined)
  return photos
}

/** What a page would show that followed the changes from the start. */
function followed({ told }: TestApp, start: Photo[]): Map<string, Photo> {
  const photos = new Map(start.map((photo) => [photo.id, photo]))
  for (const { event, payload } of told) {
    if (event !== 'library.changed') continue
    for (const photo of [...payload.added, ...payload.changed]) photos.set(photo.id, photo)
    for (const id of payload.removed) photos.delete(id)
  }
  return photos
}

describe('a library of fifty thousand photos', () => {
  it('comes in pages, each photo once, and changes come as what changed alone', async () => {
    const folder = await temporaryFolder()
    const records = Array.from({ length: 50_000 }, (_, index) => ({
      ...{ id: `p${index}`, name: `${index}.jpg`, source: 'file' as const, file: `/nowhere/${index}.jpg` },
      ...{ width: 40, height: 30, bytes: 9, modified: 1, addedAt: index },
    }))
    await mkdir(join(folder, 'data'))
    const path = join(folder, 'data', 'library.json')
    const rest = { removedSamples: [], folders: [], leftOut: [] }
    await writeLibraryFile(createNodeStorage(), path, { photos: records, ...rest })
    const opened = await openTestApp({ shell, folder })
    const photos = await photosOf(opened)
    expect(photos.map(({ id }) => id)).toEqual(records.map(({ id }) => id))

    const file = await writeImage(join(await temporaryFolder(), 'new.png'))
    const { added, count } = valueOf(await opened.app.invoke('library.addPaths', { paths: [file] }))
    expect([added.length, count]).toEqual([1, 1])
    valueOf(await opened.app.invoke('library.remove', { photoIds: ['p7', 'p8'] }))
    const seen = followed(opened, photos)
    expect([seen.size, seen.has('p7'), seen.has(added[0]?.id ?? '')]).toEqual([49_999, false, true])
    // Their files are looked for in the background.
    await expect.poll(() => followed(opened, photos).get('p49999')?.missing, { timeout: 20_000 }).toBe(true)
  })
})

describe('adding many', () => {
  it('tells how far it is, and stops when told to with what is in kept', async () => {
    const folder = await temporaryFolder()
    for (let index = 0; index < 30; index++) await writeImage(join(folder, `${index}.png`))
    const opened = await openTestApp({ shell, folder: await temporaryFolder() })
    const { app } = opened
    app.subscribe(({ event }) => {
      if (event === 'library.importing') void app.invoke('library.cancelImport', { importId: 'one' })
    })
    const outcome = valueOf(await app.invoke('library.addPaths', { paths: [folder], importId: 'one' }))
    expect(outcome.cancelled).toBe(true)
    expect(outcome.count).toBeLessThan(30)
    expect(await photosOf(opened)).toHaveLength(outcome.count)
    const far = opened.told.flatMap((told) => (told.event === 'library.importing' ? [told.payload] : []))
    expect(far[0]).toMatchObject({ importId: 'one', total: 30 })

    const whole = valueOf(await app.invoke('library.addPaths', { paths: [folder] }))
    expect(whole).toMatchObject({ count: 30, cancelled: false, skipped: [] })
  })

  it('finds a photo again whose file was moved', async () => {
    const [folder, opened] = [
      await temporaryFolder(),
      await openTestApp({ shell, folder: await temporaryFolder() }),
    ]
    const file = await writeImage(join(folder, 'a.png'))
    const [photo] = valueOf(await opened.app.invoke('library.addPaths', { paths: [file] })).added
    await mkdir(join(folder, 'elsewhere'))
    await rename(file, join(folder, 'elsewhere', 'renamed.png'))
    const { added } = valueOf(await opened.app.invoke('library.addPaths', { paths: [folder] }))
    expect(added).toMatchObject([
      { id: photo?.id, name: 'renamed.png', folder: join(folder, 'elsewhere'), missing: false },
    ])
    expect(await photosOf(opened)).toHaveLength(1)
  })
})

describe('taking out', () => {
  it('is undone: photos, copies and samples come back where they were', async () => {
    const opened = await openTestApp({ shell })
    const { app } = opened
    valueOf(await app.invoke('library.addBytes', { name: 'mine.png', data: await pngBytes() }))
    const before = await photosOf(opened)
    const photoIds = before.map(({ id }) => id).reverse()
    valueOf(await app.invoke('library.remove', { photoIds }))
    expect(await photosOf(opened)).toEqual([])
    valueOf(await app.invoke('library.restore', { photoIds }))
    expect(await photosOf(opened)).toEqual(before)
    expect(await app.resolveImage(before.at(-1)?.thumbnail ?? '')).toMatchObject({ ok: true })
  })
})

describe('when a photo was taken', () => {
  const taken = new Date(2019, 6, 4, 18, 30, 5).getTime()

  it('is read with its size, and there after a restart; a file that does not say has its own date alone', async () => {
    const [folder, place] = [await temporaryFolder(), await temporaryFolder()]
    await writeFile(join(folder, 'camera.jpg'), await jpegTaken('2019:07:04 18:30:05'))
    await writeImage(join(folder, 'drawn.png'))
    const first = await openTestApp({ shell, folder: place })
    valueOf(await first.app.invoke('library.addPaths', { paths: [folder] }))
    const known = async (opened: TestApp) =>
      (await photosOf(opened)).map((photo) => [photo.name, photo.taken])
    const both = [
      ['camera.jpg', taken],
      ['drawn.png', undefined],
    ]
    expect(await known(first)).toEqual(both)
    await first.app.close()
    expect(await known(await openTestApp({ shell, folder: place }))).toEqual(both)
  })

  it('is found out of the photos of a library that was made before it was asked for', async () => {
    const [folder, place] = [await temporaryFolder(), await temporaryFolder()]
    const file = join(folder, 'camera.jpg')
    await writeFile(file, await jpegTaken('2019:07:04 18:30:05'))
    const found = await stat(file)
    const record = {
      ...{ id: 'old', name: 'camera.jpg', source: 'file' as const, file, width: 8, height: 6, addedAt: 1 },
      ...{ bytes: found.size, modified: found.mtimeMs },
    }
    await mkdir(join(place, 'data'))
    const rest = { removedSamples: [], folders: [], leftOut: [] }
    const path = join(place, 'data', 'library.json')
    await writeLibraryFile(createNodeStorage(), path, { photos: [record], ...rest })
    const opened = await openTestApp({ shell, folder: place })
    const start = await photosOf(opened)
    expect(start).toMatchObject([{ id: 'old', name: 'camera.jpg', missing: false }])
    expect(start[0]?.taken).toBeUndefined()
    await expect.poll(() => followed(opened, start).get('old')?.taken, { timeout: 10_000 }).toBe(taken)
    await opened.app.close()
    expect((await photosOf(await openTestApp({ shell, folder: place })))[0]?.taken).toBe(taken)
  })
})

describe('a HEIC photo', () => {
  it('is added, and shown upright in its colours', async () => {
    const { app } = await openTestApp({ shell, folder: await temporaryFolder() })
    const { added, skipped } = valueOf(await app.invoke('library.addPaths', { paths: [phone] }))
    expect(skipped).toEqual([])
    expect(added).toMatchObject([{ name: 'phone.heic', width: 64, height: 96 }])
    for (const address of [added[0]?.thumbnail ?? '', added[0]?.display ?? '']) {
      const { path } = valueOf(await app.resolveImage(address))
      const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true })
      expect([info.width, info.height]).toEqual([64, 96])
      // In sRGB it is as it was drawn.
      const at = (20 * 64 + 20) * 3
      expect([...data.subarray(at, at + 3)]).toEqual(
        [220, 40, 30].map((value) => expect.closeTo(value, -1.2) as unknown),
      )
    }
  })
})

describe('a watched folder', () => {
  it('brings in what appears, marks what goes, finds what moves, and all of it after a restart', async () => {
    const [watched, place] = [await temporaryFolder(), await temporaryFolder()]
    const first = await openTestApp({ folder: place })
    await writeImage(join(watched, 'there.png'))
    valueOf(await first.app.invoke('library.watch', { path: watched }))
    const names = (opened: TestApp) => async () =>
      (await photosOf(opened)).map(({ name, missing }) => (missing ? `${name} missing` : name)).sort()
    await expect.poll(names(first), { timeout: 10_000 }).toEqual(['there.png'])

    await writeImage(join(watched, 'new.png'), 12, 10)
    await writeFile(join(watched, 'notes.txt'), 'text')
    await copyFile(phone, join(watched, '.hidden.heic'))
    await expect.poll(names(first), { timeout: 10_000 }).toEqual(['new.png', 'there.png'])
    const ids = new Map((await photosOf(first)).map(({ id, name }) => [name, id]))

    await mkdir(join(watched, 'deeper'))
    await rename(join(watched, 'new.png'), join(watched, 'deeper', 'moved.png'))
    await rm(join(watched, 'there.png'))
    await expect.poll(names(first), { timeout: 10_000 }).toEqual(['moved.png', 'there.png missing'])
    expect((await photosOf(first)).find(({ name }) => name === 'moved.png')?.id).toBe(ids.get('new.png'))

    // What a person took out doesn't come back by itself.
    valueOf(await first.app.invoke('library.remove', { photoIds: [ids.get('new.png') ?? ''] }))
    await first.app.close()
    await writeImage(join(watched, 'meanwhile.png'), 9, 9)
    const second = await openTestApp({ folder: place })
    await expect.poll(names(second), { timeout: 10_000 }).toEqual(['meanwhile.png', 'there.png missing'])
    const { folders } = valueOf(await second.app.invoke('library.folders', {}))
    expect(folders).toMatchObject([{ path: watched, photos: 2, state: 'watching' }])

    valueOf(await second.app.invoke('library.unwatch', { path: watched }))
    expect(valueOf(await second.app.invoke('library.folders', {})).folders).toEqual([])
    expect(await photosOf(second)).toHaveLength(2)
  })

  it('must be one', async () => {
    const { app } = await openTestApp()
    expect(await app.invoke('library.watch', { path: '/no/such/folder' })).toMatchObject({
      error: { code: 'not-found' },
    })
    expect(await app.invoke('library.watch', { path: 'relative' })).toMatchObject({
      error: { code: 'invalid-argument' },
    })
  })
})
