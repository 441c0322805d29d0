import { describe, expect, it } from 'vitest'
import { orient, orientations, orientedPixels, orientedSize, restore, upright } from './orientation'

const size = { height: 2, width: 3 }
const image = Uint8Array.of(1, 2, 3, 4, 5, 6)
const laid = (n: number): number[] => {
  const orientation = orientations[n] ?? upright
  return [...orient(image, orientedPixels(size, orientation), 1)]
}

describe('an orientation', () => {
  it('lays an image down in eight ways', () => {
    expect(laid(0)).toEqual([1, 2, 3, 4, 5, 6])
    expect(laid(1)).toEqual([3, 2, 1, 6, 5, 4])
    expect(laid(2)).toEqual([4, 5, 6, 1, 2, 3])
    expect(laid(3)).toEqual([6, 5, 4, 3, 2, 1])
    expect(laid(4)).toEqual([1, 4, 2, 5, 3, 6])
    // A quarter turn to the right: the left column, from below, is the first row.
    expect(laid(5)).toEqual([4, 1, 5, 2, 6, 3])
    expect(new Set(orientations.map((_, n) => laid(n).join())).size).toBe(8)
    expect(orientedSize(size, orientations[5] ?? upright)).toEqual({ height: 3, width: 2 })
  })

  it('is undone exactly, all channels of a pixel together', () => {
    const colours = Uint8Array.from({ length: 18 }, (_, i) => i * 13)
    for (const orientation of orientations) {
      const from = orientedPixels(size, orientation)
      expect(restore(orient(colours, from, 3), from, 3)).toEqual(colours)
    }
  })
})
