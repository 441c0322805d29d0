import { describe, expect, it } from 'vitest'
import { likelyReading, maskFrom, scaleMask, type Picture } from './maskImage'

const picture = (...pixels: (readonly [number, number, number, number])[]): Picture => ({
  width: pixels.length,
  height: 1,
  data: Uint8ClampedArray.from(pixels.flat()),
})
const [white, black, clear, red] = [
  [255, 255, 255, 255],
  [0, 0, 0, 255],
  [255, 255, 255, 0],
  [200, 30, 40, 255],
] as const

describe('a mask from a picture', () => {
  it('is what is bright, transparent or opaque in it', () => {
    const mixed = picture(white, black, clear, red)
    expect([...maskFrom(mixed, 'bright')]).toEqual([1, 0, 0, 0])
    expect([...maskFrom(mixed, 'transparent')]).toEqual([0, 0, 1, 0])
    expect([...maskFrom(mixed, 'opaque')]).toEqual([1, 1, 0, 1])
  })

  it('is read as was likely meant', () => {
    expect(likelyReading(picture(white, black, black))).toBe('bright')
    expect(likelyReading(picture(clear, white, white, clear))).toBe('opaque')
    expect(likelyReading(picture(red, black, clear))).toBe('transparent')
    expect(likelyReading(picture(clear, clear))).toBe('opaque')
  })

  it('is scaled by the nearest pixel, up, down and unevenly', () => {
    const mask = Uint8Array.from([1, 0, 0, 1])
    const two = { width: 2, height: 2 }
    expect(scaleMask(mask, two, two)).toBe(mask)
    const up = scaleMask(mask, two, { width: 4, height: 6 })
    expect([...up]).toEqual([
      ...[1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
      ...[0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1],
    ])
    expect([...scaleMask(up, { width: 4, height: 6 }, two)]).toEqual([...mask])
  })
})
