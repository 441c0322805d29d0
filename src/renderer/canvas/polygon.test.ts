import { describe, expect, it } from 'vitest'
import { createBitmap } from './bitmap'
import type { Point } from './brush'
import { fillPolygon } from './polygon'

/** How often the outline goes round a point: by the angles that it turns through, seen from there. */
function winding(points: readonly Point[], at: Point): number {
  let turned = 0
  for (const [i, a] of points.entries()) {
    const b = points[(i + 1) % points.length]!
    const [ax, ay, bx, by] = [a.x - at.x, a.y - at.y, b.x - at.x, b.y - at.y]
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by)
  }
  return Math.round(turned / (2 * Math.PI))
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

describe('a lasso', () => {
  it('fills the pixels whose centres it goes round, however it crosses itself', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seeded(seed)
      const points = Array.from({ length: 3 + Math.floor(random() * 9) }, () => ({
        x: random() * 50 - 8,
        y: random() * 40 - 6,
      }))
      const bitmap = createBitmap(34, 28)
      fillPolygon(bitmap, points, 1)
      for (let y = 0; y < bitmap.height; y++) {
        for (let x = 0; x < bitmap.width; x++) {
          const inside = winding(points, { x: x + 0.5, y: y + 0.5 }) !== 0
          expect(bitmap.data[y * bitmap.width + x], `${x}, ${y} of ${seed}`).toBe(inside ? 1 : 0)
        }
      }
    }
  })

  it('fills a loop that was drawn over itself whole', () => {
    const square = [
      { x: 1, y: 1 },
      { x: 5, y: 1 },
      { x: 5, y: 5 },
      { x: 1, y: 5 },
    ]
    const bitmap = createBitmap(6, 6)
    fillPolygon(bitmap, [...square, ...square], 1)
    expect(bitmap.data.reduce((sum, value) => sum + value, 0)).toBe(16)
  })

  it('shares no pixel with the one beside it, and leaves none between them', () => {
    const [a, b, c, d] = [
      { x: 2, y: 2 },
      { x: 17.5, y: 4.5 },
      { x: 15, y: 16.5 },
      { x: 3.5, y: 13 },
    ]
    const [left, right, both] = [createBitmap(20, 20), createBitmap(20, 20), createBitmap(20, 20)]
    fillPolygon(left, [a, b, c], 1)
    fillPolygon(right, [a, c, d], 1)
    fillPolygon(both, [a, b, c, d], 1)
    for (let i = 0; i < both.data.length; i++) expect(left.data[i]! + right.data[i]!).toBe(both.data[i])
  })

  it('takes away with 0, and does nothing with two points or beside the photo', () => {
    const bitmap = createBitmap(8, 8)
    bitmap.data.fill(1)
    const far = [
      { x: 20, y: 20 },
      { x: 30, y: 20 },
      { x: 20, y: 30 },
    ]
    expect(fillPolygon(bitmap, far, 0)).toBeUndefined()
    expect(fillPolygon(bitmap, far.slice(1), 0)).toBeUndefined()
    expect(
      fillPolygon(
        bitmap,
        [
          { x: 0, y: 0 },
          { x: 8, y: 0 },
          { x: 0, y: 8 },
        ],
        0,
      ),
    ).toBeDefined()
    expect(bitmap.data[0]).toBe(0)
    expect(bitmap.data[63]).toBe(1)
  })
})
