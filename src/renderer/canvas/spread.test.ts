import { describe, expect, it } from 'vitest'
import { maskBounds } from '../../shared/framing'
import { createBitmap, type Bitmap } from './bitmap'
import { furthest, grow, shrink } from './spread'

/** Pixels no further than `by` from one of `value` take it: by looking at every pair. */
function naively({ data, width, height }: Bitmap, by: number, value: 0 | 1): Uint8Array {
  const out = data.slice()
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== value) continue
      for (let v = 0; v < height; v++) {
        for (let u = 0; u < width; u++) {
          if ((u - x) ** 2 + (v - y) ** 2 <= by * by) out[v * width + u] = value
        }
      }
    }
  }
  return out
}

function scattered(seed: number, every: number): Bitmap {
  const bitmap = createBitmap(31, 26)
  let state = seed
  for (let i = 0; i < bitmap.data.length; i++) {
    state = (state * 1664525 + 1013904223) % 4294967296
    bitmap.data[i] = state % every === 0 ? 1 : 0
  }
  return bitmap
}

const boundsOf = ({ data, width, height }: Bitmap) => maskBounds(data, width, height)!

describe('growing and shrinking', () => {
  it.each([1, 2, 3, 5, 8, 40])('by %i pixels is what a disc at each pixel does', (by) => {
    for (let seed = 1; seed <= 6; seed++) {
      const sparse = scattered(seed, 61)
      const grown = naively(sparse, by, 1)
      grow(sparse, boundsOf(sparse), by)
      expect(sparse.data).toEqual(grown)
      const dense = scattered(seed, 61)
      for (let i = 0; i < dense.data.length; i++) dense.data[i] = 1 - dense.data[i]!
      const shrunk = naively(dense, by, 0)
      shrink(dense, boundsOf(dense), by)
      expect(dense.data).toEqual(shrunk)
    }
  })

  it('leaves a mask up to the edge of the photo where it is there', () => {
    const bitmap = createBitmap(10, 10)
    bitmap.data.fill(1, 0, 50)
    shrink(bitmap, { x: 0, y: 0, width: 10, height: 5 }, 2)
    expect([...bitmap.data]).toEqual([...createBitmap(10, 10).data.fill(1, 0, 30)])
    bitmap.data.fill(1)
    shrink(bitmap, { x: 0, y: 0, width: 10, height: 10 }, 3)
    expect(bitmap.data.includes(0)).toBe(false)
  })

  it('changes nothing by less than a pixel, and goes as far as it says', () => {
    const bitmap = createBitmap(500, 3)
    bitmap.data[750] = 1
    const bounds = { x: 250, y: 1, width: 1, height: 1 }
    expect(grow(bitmap, bounds, 0)).toBeUndefined()
    grow(bitmap, bounds, furthest)
    expect(boundsOf(bitmap)).toEqual({ x: 250 - furthest, y: 0, width: 2 * furthest + 1, height: 3 })
  })
})
