import type { Rectangle } from '../../shared/geometry'
import { clip, type Bitmap } from './bitmap'
import type { Point } from './brush'

interface Crossing {
  readonly x: number
  /** 1 where the outline goes down, -1 where it goes up. */
  readonly turn: 1 | -1
}

/** The smallest rectangle around points. */
export function boundsOf(points: readonly Point[]): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/**
 * Sets every pixel whose centre lies inside a closed outline; the last point is joined to the first. What a line
 * goes round more than once is inside too (the nonzero rule): a loop drawn over itself leaves no hole. Returns what of
 * its bounds lies on the bitmap.
 */
export function fillPolygon(bitmap: Bitmap, points: readonly Point[], value: 0 | 1): Rectangle | undefined {
  const inside = points.length < 3 ? undefined : clip(bitmap, boundsOf(points))
  if (!inside) return undefined
  const rows = Array.from({ length: inside.height }, (): Crossing[] => [])
  for (const [i, a] of points.entries()) {
    const b = points[(i + 1) % points.length]
    if (b) cross(rows, inside.y, a, b)
  }
  for (const [row, crossings] of rows.entries()) {
    crossings.sort((a, b) => a.x - b.x)
    const base = (inside.y + row) * bitmap.width
    let winding = 0
    for (const [i, { x, turn }] of crossings.entries()) {
      winding += turn
      const next = crossings[i + 1]
      if (winding === 0 || !next) continue
      const from = Math.max(0, Math.ceil(x - 0.5))
      const to = Math.min(bitmap.width, Math.ceil(next.x - 0.5))
      if (to > from) bitmap.data.fill(value, base + from, base + to)
    }
  }
  return inside
}

/** Notes where an edge crosses the middles of rows; its upper end belongs to it, its lower one doesn't. */
function cross(rows: readonly Crossing[][], top: number, a: Point, b: Point): void {
  if (a.y === b.y) return
  const [upper, lower, turn] = a.y < b.y ? ([a, b, 1] as const) : ([b, a, -1] as const)
  const from = Math.max(0, Math.ceil(upper.y - 0.5) - top)
  const to = Math.min(rows.length, Math.ceil(lower.y - 0.5) - top)
  const slope = (lower.x - upper.x) / (lower.y - upper.y)
  for (let row = from; row < to; row++) {
    rows[row]?.push({ x: upper.x + (top + row + 0.5 - upper.y) * slope, turn })
  }
}
