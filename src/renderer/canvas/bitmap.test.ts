import { describe, expect, it } from 'vitest'
import { clip, createBitmap, crop, fillRectangle, invert, paste, union } from './bitmap'

/** A bitmap from a drawing: # is to be filled. */
function drawn(...rows: string[]) {
  const bitmap = createBitmap(rows[0]?.length ?? 0, rows.length)
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) bitmap.data[y * bitmap.width + x] = row[x] === '#' ? 1 : 0
  }
  return bitmap
}

function drawing(bitmap: { width: number; height: number; data: Uint8Array }): string[] {
  return Array.from({ length: bitmap.height }, (_, y) =>
    [...bitmap.data.subarray(y * bitmap.width, (y + 1) * bitmap.width)].map((v) => (v ? '#' : '.')).join(''),
  )
}

describe('a mask bitmap', () => {
  it('fills a rectangle and says what of it lies inside', () => {
    const bitmap = createBitmap(4, 3)
    expect(fillRectangle(bitmap, { x: 2, y: 1, width: 9, height: 9 }, 1)).toEqual({
      x: 2,
      y: 1,
      width: 2,
      height: 2,
    })
    expect(drawing(bitmap)).toEqual(['....', '..##', '..##'])
  })

  it('leaves everything where a rectangle misses it', () => {
    const bitmap = createBitmap(4, 3)
    expect(fillRectangle(bitmap, { x: -5, y: 0, width: 5, height: 2 }, 1)).toBeUndefined()
    expect(bitmap.data.includes(1)).toBe(false)
  })

  it('widens a rectangle to whole pixels', () => {
    expect(clip(createBitmap(10, 10), { x: 1.6, y: 2.1, width: 1, height: 1 })).toEqual({
      x: 1,
      y: 2,
      width: 2,
      height: 2,
    })
  })

  it('inverts every pixel', () => {
    const bitmap = drawn('#..', '.#.')
    invert(bitmap)
    expect(drawing(bitmap)).toEqual(['.##', '#.#'])
  })

  it('puts back a part that was taken', () => {
    const bitmap = drawn('#..#', '.##.', '#..#')
    const area = { x: 1, y: 0, width: 2, height: 2 }
    const part = crop(bitmap.data, bitmap.width, area)
    expect([...part]).toEqual([0, 0, 1, 1])
    fillRectangle(bitmap, { x: 0, y: 0, width: 4, height: 3 }, 0)
    paste(bitmap, area, part)
    expect(drawing(bitmap)).toEqual(['....', '.##.', '....'])
  })

  it('finds the rectangle around two', () => {
    const a = { x: 4, y: 1, width: 1, height: 1 }
    expect(union(a, { x: 0, y: 3, width: 2, height: 2 })).toEqual({ x: 0, y: 1, width: 5, height: 4 })
    expect(union(undefined, a)).toBe(a)
  })
})
