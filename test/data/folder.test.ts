import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { openImageSet } from '../../src/engine/data/open'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { luma } from '../../src/engine/pixels/levels'
import { imageAt, plainImage, TemporaryFolder, type Format } from './support'

const host = createNodeHost()
let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => {
  folder.remove()
})

describe('a folder of images', () => {
  it('is read at any depth, by any name of an image, in the order of its paths', async () => {
    const formats: [string, Format][] = [
      ['b/deep/er/x.png', 'png'],
      ['B.JPG', 'jpeg'],
      ['a.jpeg', 'jpeg'],
      ['c.webp', 'webp'],
      ['d.gif', 'gif'],
      ['e.avif', 'avif'],
      ['f.TIFF', 'tiff'],
      ['g.tif', 'tiff'],
    ]
    for (const [name, format] of formats) folder.put(name, await plainImage(20, 14, [200, 100, 40], format))
    folder.put('notes.txt', 'no image')
    folder.put('.git/x.png', 'hidden')
    const set = await openImageSet(host, folder.path)
    const keys = Array.from({ length: set.count }, (_, i) => set.key(i))
    expect(keys).toEqual(formats.map(([name]) => name).sort())
    expect([set.width, set.height, set.channels, set.skipped]).toEqual([32, 32, 3, []])
    for (let i = 0; i < set.count; i++) {
      const middle = (await imageAt(set, i)).subarray((16 * 32 + 16) * 3, (16 * 32 + 16) * 3 + 3)
      ;[200, 100, 40].forEach((value, c) => {
        expect(Math.abs((middle[c] ?? 0) - value), `${set.key(i)} ${c}`).toBeLessThanOrEqual(3)
      })
    }
  })

  it('comes as centre squares, area-averaged', async () => {
    // 8 x 4: columns 0..7; the square takes 2..5, and each two by two become one.
    const data = Uint8Array.from({ length: 32 }, (_, i) => (i % 8) * 20 + Math.floor(i / 8))
    const raw = { width: 8, height: 4, channels: 1 } as const
    folder.put('a.png', await sharp(data, { raw }).toColourspace('b-w').png().toBuffer())
    const set = await openImageSet(host, folder.path, { size: 2 })
    const mean = (x: number, y: number): number => Math.round((2 * x + 1) * 10 + (2 * y + 1) / 2)
    expect([...(await imageAt(set, 0))]).toEqual([mean(2, 0), mean(4, 0), mean(2, 2), mean(4, 2)])
    expect(set.channels).toBe(1)
    expect(set.originals).toEqual({ smallest: { width: 8, height: 4 }, largest: { width: 8, height: 4 } })
  })

  it('keeps images of its own size exactly', async () => {
    const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 73) % 256)
    const raw = { width: 32, height: 32, channels: 3 } as const
    folder.put('a.png', await sharp(data, { raw }).png().toBuffer())
    expect(await imageAt(await openImageSet(host, folder.path), 0)).toEqual(data)
    const grey = await imageAt(await openImageSet(host, folder.path, { channels: 1 }), 0)
    const expected = Array.from({ length: 1024 }, (_, i) =>
      luma(data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0),
    )
    expect([...grey]).toEqual(expected)
  })

  it('is of one channel where no image has a colour, else of three', async () => {
    folder.put('a.png', await plainImage(4, 4, [7, 7, 7]))
    folder.put('b.png', await plainImage(4, 4, [90, 90, 90]))
    expect((await openImageSet(host, folder.path, { size: 4 })).channels).toBe(1)
    const repeated = await openImageSet(host, folder.path, { size: 4, channels: 3 })
    expect([...(await imageAt(repeated, 1))]).toEqual(new Array(48).fill(90))
    folder.put('c.png', await plainImage(4, 4, [90, 90, 91]))
    const set = await openImageSet(host, folder.path, { size: 4 })
    expect([set.channels, ...(await imageAt(set, 2)).subarray(0, 3)]).toEqual([3, 90, 90, 91])
  })

  it('lays transparency over white', async () => {
    const data = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 100, 100, 100, 128, 200, 0, 0, 255)
    const raw = { width: 2, height: 2, channels: 4 } as const
    folder.put('a.png', await sharp(data, { raw }).png().toBuffer())
    const set = await openImageSet(host, folder.path, { size: 2, channels: 3 })
    expect([...(await imageAt(set, 0))]).toEqual([255, 255, 255, 0, 0, 0, 177, 177, 177, 200, 0, 0])
  })

  it('reads 16-bit images and orientation', async () => {
    const wide = Uint16Array.of(0, 65535, 257 * 100, 257 * 101)
    const raw = { width: 2, height: 2, channels: 1 } as const
    const png = sharp(wide, { raw }).toColourspace('grey16')
    folder.put('a.png', await png.png().toBuffer())
    // Orientation 3: upside down.
    folder.put(
      'b.tif',
      await sharp(wide, { raw })
        .toColourspace('grey16')
        .withMetadata({ orientation: 3 })
        .tiff({ compression: 'lzw' })
        .toBuffer(),
    )
    const set = await openImageSet(host, folder.path, { size: 2 })
    expect([...(await imageAt(set, 0))]).toEqual([0, 255, 100, 101])
    expect([...(await imageAt(set, 1))]).toEqual([101, 100, 255, 0])
  })

  it('of one image file is that image', async () => {
    const path = folder.put('only.png', await plainImage(6, 6, [1, 2, 3]))
    const set = await openImageSet(host, path, { size: 3 })
    expect([set.count, set.key(0), set.width]).toEqual([1, 'only.png', 3])
  })
})

describe('a limit', () => {
  it('takes the same images whatever else there is, and none of the bad ones', async () => {
    for (let i = 0; i < 30; i++) folder.put(`${i}.png`, await plainImage(4, 4, [i, 0, 0]))
    const first = await openImageSet(host, folder.path, { size: 4, limit: 10 })
    const keys = (set: typeof first): string[] => Array.from({ length: set.count }, (_, i) => set.key(i))
    expect(first.count).toBe(10)
    expect(keys(first)).toEqual([...keys(first)].sort())
    for (let i = 0; i < 10; i++) {
      expect((await imageAt(first, i))[0]).toBe(Number.parseInt(first.key(i)))
    }
    // Not simply those that come first by name.
    expect(keys(first)).not.toEqual(
      Array.from({ length: 30 }, (_, i) => `${i}.png`)
        .sort()
        .slice(0, 10),
    )
    const [gone = ''] = keys(first)
    folder.put(gone, 'bad')
    const second = await openImageSet(host, folder.path, { size: 4, limit: 10 })
    expect(second.count).toBe(10)
    expect(second.skipped.map(({ path }) => path)).toContain(folder.at(gone))
    expect(keys(second).filter((key) => keys(first).includes(key))).toHaveLength(9)
    expect((await openImageSet(host, folder.path, { size: 4, limit: 100 })).count).toBe(29)
  })
})
