import { describe, expect, it } from 'vitest'
import { createBitmap } from './bitmap'
import { paintLine, snap, stampRows } from './brush'

function marks(data: Uint8Array): number {
  return data.reduce((sum, value) => sum + value, 0)
}

describe('the brush', () => {
  it('is one pixel at size 1, the one under the pointer', () => {
    const bitmap = createBitmap(5, 5)
    paintLine(bitmap, { x: 2.7, y: 3.2 }, { x: 2.7, y: 3.2 }, 1, 1)
    expect(marks(bitmap.data)).toBe(1)
    expect(bitmap.data[3 * 5 + 2]).toBe(1)
  })

  it.each([2, 5, 16, 33])('is a disc at size %i: a pixel is in it if its centre is', (diameter) => {
    const radius = diameter / 2
    const rows = stampRows(diameter)
    for (const [y, row] of rows.entries()) {
      for (let x = 0; x < diameter; x++) {
        const inside = (x + 0.5 - radius) ** 2 + (y + 0.5 - radius) ** 2 <= radius ** 2 + 1e-9
        expect(x >= row.from && x < row.to).toBe(inside)
      }
    }
  })

  it('leaves no gap between two far positions', () => {
    const bitmap = createBitmap(60, 40)
    paintLine(bitmap, { x: 3.5, y: 2.5 }, { x: 55.5, y: 33.5 }, 1, 1)
    const set = (x: number, y: number): boolean => bitmap.data[y * 60 + x] === 1
    let [x, y] = [3, 2]
    expect(set(x, y)).toBe(true)
    while (x !== 55 || y !== 33) {
      const next = [
        [x + 1, y + 1],
        [x + 1, y],
        [x, y + 1],
      ].find(([a = 0, b = 0]) => set(a, b))
      expect(next, `a neighbour of ${x}, ${y}`).toBeDefined()
      ;[x, y] = next as [number, number]
    }
  })

  it('reports a rectangle that holds all it changed', () => {
    const bitmap = createBitmap(50, 50)
    const touched = paintLine(bitmap, { x: 10, y: 12 }, { x: 30, y: 20 }, 7, 1)!
    for (let y = 0; y < 50; y++) {
      for (let x = 0; x < 50; x++) {
        const within =
          x >= touched.x && x < touched.x + touched.width && y >= touched.y && y < touched.y + touched.height
        if (!within) expect(bitmap.data[y * 50 + x]).toBe(0)
      }
    }
    expect(bitmap.data.includes(1)).toBe(true)
  })

  it('paints the part of a stamp that lies on the photo, and nothing on the row beyond', () => {
    const bitmap = createBitmap(8, 4)
    paintLine(bitmap, { x: 8, y: 1 }, { x: 8, y: 1 }, 4, 1)
    expect(bitmap.data[1 * 8 + 7]).toBe(1)
    expect(bitmap.data[2 * 8 + 0]).toBe(0)
    expect(paintLine(bitmap, { x: -20, y: 1 }, { x: -20, y: 1 }, 4, 1)).toBeUndefined()
  })

  it('erases with value 0', () => {
    const bitmap = createBitmap(6, 6)
    bitmap.data.fill(1)
    paintLine(bitmap, { x: 0, y: 3 }, { x: 6, y: 3 }, 2, 0)
    expect(marks(bitmap.data)).toBe(36 - 12)
  })

  it('sits on whole pixels', () => {
    expect(snap({ x: 4.4, y: 4.6 }, 1)).toEqual({ x: 4, y: 4 })
    expect(snap({ x: 4.4, y: 4.6 }, 2)).toEqual({ x: 3, y: 4 })
  })
})
