import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { gatherLevels } from '../../src/engine/data/levels'
import { openImageSet } from '../../src/engine/data/open'
import { fixedBinarisation } from '../../src/engine/likelihood/binarise'
import { quantise } from '../../src/engine/pixels/levels'
import type { DataReport } from '../../src/shared/jobs'
import { noisyImage, plainImage, TemporaryFolder } from '../data/support'
import { host, watchJob } from './support'

let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.remove())

async function check(data = folder.path): Promise<DataReport> {
  const { result } = await watchJob({ kind: 'check-data', data }).end
  if (result?.kind !== 'check-data') throw new Error('no report')
  return result.report
}

describe('a check of a folder', () => {
  it('finds pictures that are the same whatever their files are, and none that only look alike', async () => {
    const noisy = await noisyImage(40, 'png')
    folder.put('a/one.png', noisy)
    folder.put('b/two.png', noisy)
    // The same pixels in a file of another kind.
    folder.put('three.tiff', await sharp(noisy).tiff({ compression: 'lzw' }).toBuffer())
    // One pixel less red: the same at the size of a check.
    const { data, info } = await sharp(noisy).raw().toBuffer({ resolveWithObject: true })
    data[0] = (data[0] ?? 0) > 0 ? (data[0] ?? 0) - 1 : 1
    folder.put('near.png', await sharp(data, { raw: info }).png().toBuffer())
    folder.put('plain.png', await plainImage(12, 9, [1, 200, 3]))
    folder.put('larger.png', await plainImage(24, 18, [1, 200, 3]))
    const report = await check()
    expect(report.duplicates).toEqual([
      [folder.at('a', 'one.png'), folder.at('b', 'two.png'), folder.at('three.tiff')],
    ])
    expect(report.copies).toBe(2)
    expect(report.images).toBe(6)
  })

  it('counts copies of held-out images that are learned', async () => {
    for (let i = 0; i < 20; i++) folder.put(`${i}.png`, await plainImage(9, 9, [7, 7, 7]))
    const report = await check()
    expect(report.copies).toBe(19)
    expect(report.leaked).toBe(report.heldOut)
    expect(report.heldOut).toBeGreaterThan(0)
  })

  it('tells sizes, colours and tones', async () => {
    for (let i = 0; i < 3; i++) folder.put(`small${i}.png`, await plainImage(12, 20, [9 * i, 9 * i, 9 * i]))
    folder.put('large.png', await plainImage(64, 48, [200, 200, 200]))
    expect(await check()).toMatchObject({
      channels: 1,
      twoTone: false,
      sides: [
        [12, 3],
        [48, 1],
      ],
      smallest: { width: 12, height: 20 },
      largest: { width: 64, height: 48 },
    })
    folder.put('red.png', await plainImage(30, 30, [255, 0, 0]))
    expect(await check()).toMatchObject({ channels: 3, twoTone: false })
  })

  it('knows strokes by their black and white', async () => {
    for (let i = 0; i < 4; i++) {
      const pixels = Uint8Array.from({ length: 28 * 28 }, (_, at) => (at % 7 < 2 + i ? 250 : 3))
      const raw = { width: 28, height: 28, channels: 1 } as const
      folder.put(`${i}.png`, await sharp(pixels, { raw }).toColourspace('b-w').png().toBuffer())
    }
    expect(await check()).toMatchObject({ channels: 1, twoTone: true })
  })

  it('finds copies in a data file by their positions', async () => {
    const images = [1, 2, 3, 2, 1, 9].flatMap((value) => Array.from({ length: 9 }, () => value))
    expect(await check(folder.put('images.npy', npy(6, 3, images)))).toMatchObject({
      duplicates: [
        ['#0', '#4'],
        ['#1', '#3'],
      ],
      copies: 2,
      largestLevel: 9,
      side: 3,
    })
  })
})

describe('a preview of the data', () => {
  const preview = async (
    changes: { size?: number; channels?: 1 | 3; levels?: number; crop?: number; count?: number } = {},
  ): Promise<{ names: string[]; pixels: Uint8Array[] }> => {
    const job = watchJob({ kind: 'preview-data', data: folder.at('good'), out: folder.at('out'), ...changes })
    const { result } = await job.end
    if (result?.kind !== 'preview-data') throw new Error('no preview')
    const files = job.events.flatMap((event) => (event.type === 'picture' ? [event.file] : []))
    const pixels = await Promise.all(files.map(async (file) => (await host.pixels.decode(file)).data))
    return { names: result.names, pixels: pixels.map((data) => Uint8Array.from(data)) }
  }

  beforeEach(async () => {
    for (let i = 0; i < 20; i++) {
      const picture = sharp(await noisyImage(30 + i, 'png')).resize({
        width: 40 + i,
        height: 30,
        fit: 'fill',
      })
      folder.put(`good/${i % 3}/${i}.jpg`, await picture.jpeg().toBuffer())
    }
  })

  it.each([
    ['colour at all levels', { size: 16, channels: 3, levels: 256 }],
    ['colour of a few levels', { size: 12, channels: 3, levels: 16 }],
    ['grey', { size: 20, channels: 1, levels: 64 }],
    ['black and white', { size: 16, channels: 1, levels: 2 }],
    ['the middle of larger ones', { size: 10, channels: 3, levels: 256, crop: 4 }],
  ] as const)('is bit for bit what a training reads: %s', async (_, choices) => {
    const { names, pixels } = await preview(choices)
    expect(names).toHaveLength(12)
    const { crop = 0 } = 'crop' in choices ? choices : {}
    const whole = await openImageSet(host, folder.at('good'), {
      size: choices.size,
      channels: choices.channels,
      margin: crop,
      cacheFolder: folder.at('cache'),
    })
    for (const [i, name] of names.entries()) {
      const index = Array.from({ length: whole.count }, (_, k) => whole.key(k)).indexOf(name)
      const fed = await gatherLevels(whole, Uint32Array.of(index), choices, fixedBinarisation)
      const side = choices.size + crop
      const from = Math.floor(crop / 2)
      const expected: number[] = []
      for (let y = 0; y < choices.size; y++) {
        const start = ((y + from) * side + from) * choices.channels
        expected.push(...fed.subarray(start, start + choices.size * choices.channels))
      }
      expect([...quantise(pixels[i] ?? new Uint8Array(), choices.levels)]).toEqual(expected)
    }
  })

  it('takes other images in the place of bad ones', async () => {
    folder.put('good/broken.png', 'no image')
    expect((await preview({ size: 8, count: 25 })).names).toHaveLength(20)
  })

  it('refuses a margin that leaves nothing as training would', async () => {
    folder.put(
      'images.npy',
      npy(
        4,
        3,
        Array.from({ length: 36 }, () => 1),
      ),
    )
    const job = watchJob({
      kind: 'preview-data',
      data: folder.at('images.npy'),
      out: folder.at('o'),
      crop: 3,
    })
    await expect(job.end).rejects.toMatchObject({ code: 'invalid-argument', subject: 'crop' })
  })
})

/** A `.npy` of levels, [count, side, side, 1]. */
function npy(count: number, side: number, values: number[]): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count}, ${side}, ${side}, 1), }`
  const text = header.padEnd(117) + '\n'
  const head = new Uint8Array(10)
  head.set([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0])
  return Buffer.concat([head, Buffer.from(text), Uint8Array.from(values)])
}
