import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePixels } from './pixels'

/** test/fixtures/heic/README.md tells what it shows. */
const phone = resolve(import.meta.dirname, '../../../../test/fixtures/heic/phone.heic')
const pixels = createNodePixels()

describe('a HEIC photo of a phone', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pixelloom-heic-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is measured and decoded upright, with its profile and what its camera says', async () => {
    expect(await pixels.measure(phone)).toEqual({ width: 64, height: 96 })
    const { width, height, channels, data, profile, exif } = await pixels.decode(phone)
    expect([width, height, channels, data.length]).toEqual([64, 96, 3, 64 * 96 * 3])
    const at = (x: number, y: number): number[] => [...data.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3)]
    const near = (colour: number[]): unknown[] => colour.map((value) => expect.closeTo(value, -1) as unknown)
    expect(at(56, 48)).toEqual(near([240, 240, 240]))
    expect(at(20, 20)).toEqual(near([202, 59, 43]))
    expect(at(20, 80)).toEqual(near([37, 60, 203]))
    expect(profile?.length).toBeGreaterThan(100)
    expect(exif?.length).toBeGreaterThan(20)
  })

  it('comes as a square, for training', async () => {
    const { image, width, height } = await pixels.decodeSquare(phone, 32)
    expect([image.width, image.height, image.channels, width, height]).toEqual([32, 32, 3, 64, 96])
  })

  it('keeps its profile when written as PNG', async () => {
    const png = await pixels.encodePng(await pixels.decode(phone))
    expect((await sharp(png).metadata()).hasProfile).toBe(true)
  })

  it('that is cut off is named as damaged, and its end is not made up', async () => {
    const cut = join(folder, 'cut.heic')
    await writeFile(cut, (await readFile(phone)).subarray(0, 1000))
    await expect(pixels.decode(cut)).rejects.toMatchObject({
      code: 'not-an-image',
      message: expect.stringContaining('damaged') as string,
    })
  })
})
