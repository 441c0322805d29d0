import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { uprightExif } from './exif'

/** A TIFF of two directories: an orientation and a maker, and a thumbnail of four bytes. */
function tiff(isLittle: boolean, orientationType: 3 | 4): Uint8Array {
  const view = new DataView(new ArrayBuffer(100))
  const short = (at: number, value: number): void => view.setUint16(at, value, isLittle)
  const long = (at: number, value: number): void => view.setUint32(at, value, isLittle)
  const entry = (at: number, tag: number, type: 3 | 4, value: number): void => {
    short(at, tag)
    short(at + 2, type)
    long(at + 4, 1)
    if (type === 3) short(at + 8, value)
    else long(at + 8, value)
  }
  new Uint8Array(view.buffer).set(isLittle ? [0x49, 0x49, 42, 0] : [0x4d, 0x4d, 0, 42])
  long(4, 8)
  short(8, 2)
  entry(10, 0x010f, 4, 77)
  entry(22, 0x0112, orientationType, 6)
  long(34, 40)
  short(40, 2)
  entry(42, 0x0201, 4, 80)
  entry(54, 0x0202, 4, 4)
  new Uint8Array(view.buffer).set([9, 8, 7, 6, 5], 80)
  return new Uint8Array(view.buffer)
}

describe('Exif for upright pixels', () => {
  it.each([
    [true, 3],
    [true, 4],
    [false, 3],
    [false, 4],
  ] as const)('has an orientation of 1 and no preview: little-endian %s, type %i', (isLittle, type) => {
    const before = tiff(isLittle, type)
    const kept = before.slice()
    const after = uprightExif(before) ?? new Uint8Array()
    expect(before).toEqual(kept)
    const view = new DataView(after.buffer)
    expect(type === 3 ? view.getUint16(30, isLittle) : view.getUint32(30, isLittle)).toBe(1)
    expect(view.getUint32(18, isLittle)).toBe(77)
    expect(view.getUint32(34, isLittle)).toBe(0)
    expect([...after.subarray(80, 85)]).toEqual([0, 0, 0, 0, 5])
    expect(uprightExif(Uint8Array.from([...Buffer.from('Exif\0\0'), ...before]))).toEqual(after)
  })

  it('of no known kind, or cut, is left out or left alone', () => {
    expect(uprightExif(new Uint8Array())).toBeUndefined()
    expect(uprightExif(new Uint8Array(50))).toBeUndefined()
    for (let length = 4; length < 60; length++) {
      expect(uprightExif(tiff(true, 3).subarray(0, length))).toHaveLength(length)
    }
  })

  it('is what other programs read', async () => {
    const image = sharp({ create: { width: 4, height: 2, channels: 3, background: 'red' } })
    const jpeg = image.withExif({ IFD0: { Make: 'Loom' } }).withMetadata({ orientation: 8 })
    const { exif } = await sharp(await jpeg.jpeg().toBuffer()).metadata()
    expect(exif).toBeDefined()
    const upright = Buffer.from(uprightExif(exif ?? new Uint8Array()) ?? [])
    expect(upright.includes('Loom')).toBe(true)
  })
})
