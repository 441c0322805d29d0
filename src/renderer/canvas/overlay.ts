import type { Bitmap } from './bitmap'
import type { Viewport } from './viewport'

export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number]

/** Two violets in stripes, a light line inside the edge and a dark one outside: seen on any photo. */
const fill: Colour = [112, 92, 255, 122]
const stripe: Colour = [112, 92, 255, 158]
const inner: Colour = [255, 255, 255, 235]
const outer: Colour = [20, 10, 60, 120]

const stripeWidth = 6

/** For each pixel of a line of the screen the photo's pixel there, or -1 beside the photo. */
function lookup(count: number, origin: number, scale: number, extent: number): Int32Array {
  const table = new Int32Array(count + 2)
  for (let i = 0; i < table.length; i++) {
    const at = Math.floor((i - 1 + 0.5 - origin) / scale)
    table[i] = at >= 0 && at < extent ? at : -1
  }
  return table
}

/**
 * Draws the mask as it lies on the screen, at the screen's own resolution: exact at any zoom, whatever
 * the size of the photo. `viewport` is in device pixels; `rows` limits the work to what changed.
 */
export function drawOverlay(
  mask: Bitmap,
  viewport: Viewport,
  target: Pixels,
  rows: { from: number; to: number } = { from: 0, to: target.height },
): void {
  const columns = lookup(target.width, viewport.x, viewport.scale, mask.width)
  const lines = lookup(target.height, viewport.y, viewport.scale, mask.height)
  const { data } = mask
  const set = (line: number, column: number): boolean =>
    line >= 0 && column >= 0 && data[line * mask.width + column] !== 0
  const put = (at: number, colour: Colour): void => {
    target.data[at] = colour[0]
    target.data[at + 1] = colour[1]
    target.data[at + 2] = colour[2]
    target.data[at + 3] = colour[3]
  }
  const from = Math.max(0, Math.floor(rows.from))
  const to = Math.min(target.height, Math.ceil(rows.to))
  for (let y = from; y < to; y++) {
    const above = lines[y] ?? -1
    const here = lines[y + 1] ?? -1
    const below = lines[y + 2] ?? -1
    const base = y * target.width * 4
    target.data.fill(0, base, base + target.width * 4)
    if (above < 0 && here < 0 && below < 0) continue
    for (let x = 0; x < target.width; x++) {
      const column = columns[x + 1] ?? -1
      const inside = set(here, column)
      const beside =
        set(here, columns[x] ?? -1) !== inside ||
        set(here, columns[x + 2] ?? -1) !== inside ||
        set(above, column) !== inside ||
        set(below, column) !== inside
      if (!inside) {
        if (beside) put(base + x * 4, outer)
        continue
      }
      // Stripes are fixed to the photo, so that they don't swim when it is moved.
      const diagonal = x - Math.round(viewport.x) + y - Math.round(viewport.y)
      const band = Math.floor(diagonal / stripeWidth) & 1
      put(base + x * 4, beside ? inner : band ? stripe : fill)
    }
  }
}
