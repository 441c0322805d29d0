import type { Rectangle } from '../../shared/geometry'
import { clip, type Bitmap } from './bitmap'

export interface Point {
  readonly x: number
  readonly y: number
}

/** One row of a round stamp: columns `from` to `to` (exclusive), counted from its left edge. */
interface Span {
  readonly from: number
  readonly to: number
}

const stamps = new Map<number, readonly Span[]>()

/** The rows of a disc of `diameter` pixels: every pixel whose centre lies inside the circle. */
export function stampRows(diameter: number): readonly Span[] {
  const known = stamps.get(diameter)
  if (known) return known
  const radius = diameter / 2
  const rows = Array.from({ length: diameter }, (_, row) => {
    const half = Math.sqrt(Math.max(0, radius * radius - (row + 0.5 - radius) ** 2))
    return { from: Math.ceil(radius - half - 0.5), to: Math.floor(radius + half - 0.5) + 1 }
  })
  stamps.set(diameter, rows)
  return rows
}

/** The corner of the stamp for a pointer at `point`: stamps sit on whole pixels, so that size 1 is one pixel. */
export function snap(point: Point, diameter: number): Point {
  return { x: Math.round(point.x - diameter / 2), y: Math.round(point.y - diameter / 2) }
}

function stamp(bitmap: Bitmap, corner: Point, diameter: number, value: 0 | 1): void {
  const rows = stampRows(diameter)
  const first = Math.max(0, -corner.y)
  const last = Math.min(diameter, bitmap.height - corner.y)
  for (let row = first; row < last; row++) {
    const span = rows[row]
    if (!span) continue
    const start = Math.max(0, corner.x + span.from)
    const end = Math.min(bitmap.width, corner.x + span.to)
    const base = (corner.y + row) * bitmap.width
    if (end > start) bitmap.data.fill(value, base + start, base + end)
  }
}

/**
 * Paints a line of round stamps from one pointer position to the next, one a pixel step, without gaps.
 * Returns the rectangle that may have changed, or undefined where the line misses the bitmap.
 */
export function paintLine(
  bitmap: Bitmap,
  from: Point,
  to: Point,
  diameter: number,
  value: 0 | 1,
): Rectangle | undefined {
  const start = snap(from, diameter)
  const end = snap(to, diameter)
  const steps = Math.max(Math.abs(end.x - start.x), Math.abs(end.y - start.y))
  for (let step = 0; step <= steps; step++) {
    const share = steps === 0 ? 0 : step / steps
    const corner = {
      x: Math.round(start.x + (end.x - start.x) * share),
      y: Math.round(start.y + (end.y - start.y) * share),
    }
    stamp(bitmap, corner, diameter, value)
  }
  return clip(bitmap, lineBounds(from, to, diameter))
}

/** All that a line of stamps may touch. */
export function lineBounds(from: Point, to: Point, diameter: number): Rectangle {
  const [a, b] = [snap(from, diameter), snap(to, diameter)]
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, width: Math.abs(a.x - b.x) + diameter, height: Math.abs(a.y - b.y) + diameter }
}
