import { mkdir, readdir, readFile, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pngBytes, temporaryFolder, writeImage } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'
import { windowShellWith } from './support/windowShell'

const shell = windowShellWith({ chooseFolder: () => Promise.resolve('/chosen') })

async function openAt(folder: string) {
  const { app, ...rest } = await openTestApp({ shell, folder })
  const photos = async () => valueOf(await app.invoke('library.list', {})).photos
  const addPaths = async (...paths: string[]) => valueOf(await app.invoke('library.addPaths', { paths }))
  const addBytes = async (name: string, data: Uint8Array<ArrayBuffer>) =>
    valueOf(await app.invoke('library.addBytes', { name, data }))
  return { app, ...rest, photos, addPaths, addBytes }
}

/** A place with no samples, so that lists hold only what a test puts there. */
const openEmpty = async () => openAt(await temporaryFolder())

describe('samples', () => {
  it('are there at the first start, stay removed once removed, and come back no more', async () => {
    const folder = await temporaryFolder()
    const samples = join(folder, 'resources', 'samples')
    await mkdir(samples, { recursive: true })
    await writeImage(join(samples, 'b.png'), 28, 28)
    await writeImage(join(samples, 'a.png'), 28, 28)
    const first = await openAt(folder)
    expect(await first.photos()).toMatchObject([
      { id: 'sample-a', name: 'a.png', source: 'sample', width: 28, height: 28, missing: false },
      { id: 'sample-b', source: 'sample' },
    ])
    await first.addBytes('mine.png', await pngBytes())
    valueOf(await first.app.invoke('library.remove', { photoIds: ['sample-a'] }))
    expect(await readdir(samples)).toEqual(['a.png', 'b.png'])

    await writeImage(join(samples, 'c.png'), 28, 28)
    await rm(join(samples, 'b.png'))
    const second = await openAt(folder)
    expect((await second.photos()).map(({ name }) => name)).toEqual(['c.png', 'mine.png'])
  })

  it('come in the order that a list beside them says, those it doesn’t name after them by name', async () => {
    const order = async (list?: string) => {
      const folder = await temporaryFolder()
      const samples = join(folder, 'resources', 'samples')
      await mkdir(samples, { recursive: true })
      for (const name of ['a.png', 'b.png', 'c.png', 'd.png']) await writeImage(join(samples, name), 28, 28)
      if (list !== undefined) await writeFile(join(samples, 'order.json'), list)
      const { photos, logged } = await openAt(folder)
      return { names: (await photos()).map(({ name }) => name.charAt(0)).join(''), logged }
    }
    expect((await order()).names).toBe('abcd')
    expect((await order('["d.png", "gone.png", "b.png"]')).names).toBe('dbac')
    for (const damaged of ['["d.png"', '{"d.png": 1}']) {
      const { names, logged } = await order(damaged)
      expect(names).toBe('abcd')
      expect(logged.join('\n')).toContain("order.json can't be used")
    }
  })
})

describe('adding by path', () => {
  it('takes files and folders at any depth, hidden names and links in a circle left out', async () => {
    const { addPaths, photos, told } = await openEmpty()
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'deep', 'deeper'), { recursive: true })
    await mkdir(join(folder, '.hidden'))
    await writeImage(join(folder, 'b.png'))
    await writeImage(join(folder, 'deep', 'deeper', 'A.JPG'.toLowerCase()), 40, 30, 6)
    await writeImage(join(folder, '.hidden', 'no.png'))
    await writeFile(join(folder, 'notes.txt'), 'text')
    await symlink(folder, join(folder, 'deep', 'circle'))
    const named = await writeImage(join(await temporaryFolder(), 'named.webp'))

    const { added, skipped } = await addPaths(folder, named)
    const circle = join(folder, 'deep', 'circle')
    expect(skipped).toEqual([
      {
        path: circle,
        reason: 'leads to a folder that was already read',
        because: { id: 'files.folderSeen', values: {} },
      },
    ])
    expect(added.map(({ name, width, height }) => [name, width, height])).toEqual([
      ['b.png', 8, 6],
      ['a.jpg', 30, 40],
      ['named.webp', 8, 6],
    ])
    expect(await photos()).toEqual(added)
    expect(told.filter(({ event }) => event === 'library.changed')).toHaveLength(1)
  })

  it('names what it can not take, each with its reason, and takes the rest', async () => {
    const { addPaths } = await openEmpty()
    const folder = await temporaryFolder()
    await writeImage(join(folder, 'good.png'))
    await writeFile(join(folder, 'empty.png'), '')
    await writeFile(join(folder, 'text.jpg'), 'not an image at all')
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling.png'))
    await writeImage(join(folder, 'cut.jpg'), 400, 300)
    await truncate(join(folder, 'cut.jpg'), 700)

    const missing = join(folder, 'missing.png')
    const { added, skipped } = await addPaths(folder, missing)
    expect(added.map(({ name }) => name)).toEqual(['good.png'])
    const reasons = new Map(skipped.map(({ path, reason }) => [basename(path), reason]))
    expect([...reasons.keys()].sort()).toEqual([
      'cut.jpg',
      'dangling.png',
      'empty.png',
      'missing.png',
      'text.jpg',
    ])
    expect(reasons.get('empty.png')).toContain('empty')
    expect(reasons.get('cut.jpg')).toContain('truncated')
  })

  it('keeps one photo of one file, by whatever way it came', async () => {
    const { addPaths, photos } = await openEmpty()
    const folder = await temporaryFolder()
    const file = await writeImage(join(folder, 'a.png'))
    await symlink(file, join(folder, 'link.png'))
    const [photo] = (await addPaths(file)).added
    const again = await addPaths(join(folder, 'link.png'), join(folder, '..', basename(folder), 'a.png'))
    expect(again.added).toEqual([photo])
    expect(await photos()).toHaveLength(1)
  })

  it('is for the window only', async () => {
    const { app } = await openTestApp()
    const reply = await app.invoke('library.addPaths', { paths: ['/etc'] })
    expect(reply).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  })
})

describe('adding bytes', () => {
  it('keeps a copy that survives a restart, once for the same bytes', async () => {
    const folder = await temporaryFolder()
    const { addBytes, photos, dataFolder } = await openAt(folder)
    const { added } = await addBytes('C:\\Users\\ada\\pasted.png', await pngBytes())
    expect(added).toMatchObject([{ name: 'pasted.png', source: 'copy', width: 8, height: 6 }])
    await addBytes('again.png', await pngBytes())
    await addBytes('other.png', await pngBytes(8, 6, '#f00'))
    expect((await photos()).map(({ name }) => name)).toEqual(['pasted.png', 'other.png'])
    expect(await readdir(join(dataFolder, 'library'))).toHaveLength(2)
    expect(await (await openAt(folder)).photos()).toEqual(await photos())
  })

  it('leaves nothing of what is no image', async () => {
    const { addBytes, dataFolder } = await openEmpty()
    const { added, skipped } = await addBytes('virus.exe', new TextEncoder().encode('MZ...'))
    expect(added).toEqual([])
    expect(skipped).toEqual([
      {
        path: 'virus.exe',
        reason: expect.stringContaining('not an image') as string,
        because: { id: 'images.unknownKind', values: {} },
      },
    ])
    expect(await readdir(join(dataFolder, 'library'))).toEqual([])
  })

  it('loses nothing when many come at once', async () => {
    const { app, addBytes, photos } = await openEmpty()
    const colours = ['#100', '#200', '#300', '#400', '#500']
    await Promise.all(colours.map(async (c) => addBytes(`${c}.png`, await pngBytes(8, 6, c))))
    expect(await photos()).toHaveLength(colours.length)
    const [first] = await photos()
    valueOf(await app.invoke('library.remove', { photoIds: [first?.id ?? ''] }))
    expect(await photos()).toHaveLength(colours.length - 1)
  })
})

describe('files that change', () => {
  it('are flagged when they are gone and measured anew when edited', async () => {
    const { app, addPaths, photos } = await openEmpty()
    const folder = await temporaryFolder()
    const file = await writeImage(join(folder, 'a.png'), 8, 6)
    const [photo] = (await addPaths(file)).added
    await rename(file, join(folder, 'moved.png'))
    await expect.poll(photos).toMatchObject([{ missing: true }])
    const shown = await app.resolveImage(photo?.display ?? '')
    expect(shown).toMatchObject({ ok: false, error: { code: 'not-found' } })

    await writeImage(file, 20, 10)
    await expect.poll(photos).toMatchObject([{ missing: false, width: 20, height: 10 }])
  })

  it('are never deleted by removing a photo, but a copy of our own is', async () => {
    const { app, addPaths, addBytes, dataFolder } = await openEmpty()
    const folder = await temporaryFolder()
    const [mine] = (await addPaths(await writeImage(join(folder, 'mine.png')))).added
    const [copy] = (await addBytes('copy.png', await pngBytes())).added
    const photoIds = [mine?.id ?? '', copy?.id ?? '', 'unknown']
    valueOf(await app.invoke('library.remove', { photoIds }))
    expect(await readdir(folder)).toEqual(['mine.png'])
    // It can come back until the app ends.
    expect(await readdir(join(dataFolder, 'library'))).toHaveLength(1)
    await app.close()
    expect(await readdir(join(dataFolder, 'library'))).toEqual([])
    expect(await readdir(folder)).toEqual(['mine.png'])
  })
})

describe('library.json', () => {
  it('of a later version is left alone', async () => {
    const folder = await temporaryFolder()
    const { dataFolder } = await openAt(folder)
    const path = join(dataFolder, 'library.json')
    await writeFile(path, JSON.stringify({ version: 99, checksum: 'x', body: {} }))
    await expect(openAt(folder)).rejects.toMatchObject({ code: 'unsupported' })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 99 })
  })

  it('of two apps on one folder loses the photos of neither', async () => {
    const folder = await temporaryFolder()
    const [one, other] = [await openAt(folder), await openAt(folder)]
    await one.addBytes('one.png', await pngBytes(8, 6, '#f00'))
    await other.addBytes('other.png', await pngBytes(8, 6, '#0f0'))
    await one.addBytes('third.png', await pngBytes(8, 6, '#00f'))
    const names = (await (await openAt(folder)).photos()).map(({ name }) => name)
    expect(names).toEqual(['one.png', 'other.png', 'third.png'])
  })
})

describe('previews', () => {
  it('are small and upright, made once and anew for an edited file', async () => {
    const { app, addPaths, dataFolder } = await openEmpty()
    const file = await writeImage(join(await temporaryFolder(), 'wide.jpg'), 800, 400, 6)
    const [photo] = (await addPaths(file)).added
    const thumbnail = valueOf(await app.resolveImage(photo?.thumbnail ?? ''))
    expect(thumbnail.contentType).toBe('image/webp')
    expect(await sharp(thumbnail.path).metadata()).toMatchObject({ width: 160, height: 320 })
    expect(valueOf(await app.resolveImage(photo?.thumbnail ?? ''))).toEqual(thumbnail)

    const display = valueOf(await app.resolveImage(photo?.display ?? ''))
    expect(await sharp(display.path).metadata()).toMatchObject({ format: 'png', width: 400, height: 800 })
    expect(display.path.startsWith(join(dataFolder, 'cache'))).toBe(true)

    await utimes(file, 1, 1)
    expect(valueOf(await app.resolveImage(photo?.thumbnail ?? '')).path).not.toBe(thumbnail.path)
  })

  it('show a file itself where every browser can', async () => {
    const { app, addPaths } = await openEmpty()
    const folder = await temporaryFolder()
    const png = await writeImage(join(folder, 'a.png'))
    const tiff = await writeImage(join(folder, 'b.tiff'))
    const [a, b] = (await addPaths(png, tiff)).added
    expect(valueOf(await app.resolveImage(a?.display ?? ''))).toEqual({ path: png, contentType: 'image/png' })
    const converted = valueOf(await app.resolveImage(b?.display ?? ''))
    expect(converted.contentType).toBe('image/png')
    expect(converted.path).not.toBe(tiff)
  })
})
