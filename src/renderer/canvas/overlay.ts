import type { Rectangle } from '../../shared/geometry'
import type { Bitmap } from './bitmap'
import { paletteOf, usualOverlay, type OverlayStyle, type Palette } from './overlayStyle'
import type { Viewport } from './viewport'

export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

const stripeWidth = 6
/** Pixels of an edge that are light, and as many that are dark: seen on any photo. */
const dash = 4

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
 * Draws the mask as it lies on the screen, at the screen's own resolution: exact at any zoom, and the work is the
 * same whatever the size of the photo. `viewport` is in device pixels; `part`, of the screen, limits the work to what
 * changed. Returns where the edge's pixels are, for `marchEdge`.
 */
export function drawOverlay(
  mask: Bitmap,
  viewport: Viewport,
  target: Pixels,
  {
    part = { x: 0, y: 0, width: target.width, height: target.height },
    style = usualOverlay,
    phase = 0,
  }: { part?: Rectangle; style?: OverlayStyle; phase?: number } = {},
): number[] {
  const words = wordsOf(target)
  const palette = paletteOf(style)
  const columns = lookup(target.width, viewport.x, viewport.scale, mask.width)
  const lines = lookup(target.height, viewport.y, viewport.scale, mask.height)
  const [left, right] = [
    Math.max(0, Math.floor(part.x)),
    Math.min(target.width, Math.ceil(part.x + part.width)),
  ]
  const bottom = Math.min(target.height, Math.ceil(part.y + part.height))
  // Stripes are fixed to the photo, so that they don't swim when it is moved.
  const offset = Math.round(viewport.x) + Math.round(viewport.y)
  const edge: number[] = []
  const { data, width: stride } = mask
  for (let y = Math.max(0, Math.floor(part.y)); y < bottom; y++) {
    const base = y * target.width
    words.fill(0, base + left, base + Math.max(left, right))
    const [above, here, below] = [lines[y] ?? -1, lines[y + 1] ?? -1, lines[y + 2] ?? -1]
    if (above < 0 && here < 0 && below < 0) continue
    for (let x = left; x < right; x++) {
      const column = columns[x + 1] ?? -1
      const [before, after] = [columns[x] ?? -1, columns[x + 2] ?? -1]
      const inside = here >= 0 && column >= 0 && data[here * stride + column] === 1
      const beside =
        (here >= 0 && before >= 0 && data[here * stride + before] === 1) !== inside ||
        (here >= 0 && after >= 0 && data[here * stride + after] === 1) !== inside ||
        (above >= 0 && column >= 0 && data[above * stride + column] === 1) !== inside ||
        (below >= 0 && column >= 0 && data[below * stride + column] === 1) !== inside
      if (!inside) {
        if (beside) words[base + x] = palette.outer
      } else if (beside) {
        words[base + x] = edgeWord(x, y, phase, palette)
        edge.push(base + x)
      } else words[base + x] = Math.floor((x + y - offset) / stripeWidth) & 1 ? palette.stripe : palette.fill
    }
  }
  return edge
}

/** Moves the dashes of an edge on, without looking at the mask again. */
export function marchEdge(target: Pixels, edge: Int32Array, phase: number, style: OverlayStyle): void {
  const words = wordsOf(target)
  const palette = paletteOf(style)
  for (const at of edge) {
    words[at] = edgeWord(at % target.width, Math.floor(at / target.width), phase, palette)
  }
}

function edgeWord(x: number, y: number, phase: number, palette: Palette): number {
  return Math.floor((x + y + phase) / dash) & 1 ? palette.dark : palette.light
}

function wordsOf({ data }: Pixels): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4)
}
