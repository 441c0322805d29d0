import type { Rectangle } from '../../shared/geometry'
import type { Raster } from '../host'
import type { MaskedPhoto } from './photo'
import { spread } from './membrane'

/** How far from an edge pixel its surroundings reach whose colours are compared, photo pixels. */
const radius = 4

/**
 * Moves the colours of a fill so that they meet those around the hole: along the hole's edge the mean of what lies
 * outside, less the mean of the fill inside, both of the near surroundings, spread smoothly over the hole and added.
 * Texture stays; only what changes slowly is moved.
 *
 * `fill` [region.height, region.width, colours] in the photo's own units is changed where `own` is 1. What is
 * transparent outside says nothing; without any edge nothing changes.
 */
export function matchColours(
  { photo, mask }: MaskedPhoto,
  region: Rectangle,
  own: Uint8Array,
  fill: Float32Array,
  colours: 1 | 3,
): void {
  const { width, height } = region
  const fixed = new Uint8Array(width * height)
  const values = new Float32Array(width * height * colours)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = y * width + x
      if (own[cell] !== 1 || !isEdge(photo, mask, region.x + x, region.y + y)) continue
      const outside = meanOutside(photo, mask, region.x + x, region.y + y, colours)
      if (!outside) continue
      const inside = meanInside(fill, own, region, x, y, colours)
      for (let c = 0; c < colours; c++) values[cell * colours + c] = (outside[c] ?? 0) - (inside[c] ?? 0)
      fixed[cell] = 1
    }
  }
  spread({ width, height, channels: colours, inside: own, fixed, values })
  for (let i = 0; i < fill.length; i++) {
    if (own[Math.floor(i / colours)] === 1) fill[i] = (fill[i] ?? 0) + (values[i] ?? 0)
  }
}

/** Whether one of the eight pixels around is left alone by the mask. */
function isEdge({ width, height }: Raster, mask: Uint8Array, x: number, y: number): boolean {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    const start = row * width
    if (mask.subarray(start + Math.max(0, x - 1), start + Math.min(width, x + 2)).includes(0)) return true
  }
  return false
}

/** Mean colour of the photo outside the mask near a pixel, weighted by alpha; undefined where all is transparent. */
function meanOutside(
  { width, height, channels, data }: Raster,
  mask: Uint8Array,
  x: number,
  y: number,
  colours: 1 | 3,
): number[] | undefined {
  const sums = new Array<number>(colours).fill(0)
  let total = 0
  for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
    for (let column = Math.max(0, x - radius); column <= Math.min(width - 1, x + radius); column++) {
      const pixel = row * width + column
      if (mask[pixel] !== 0) continue
      const weight = channels === colours ? 1 : (data[pixel * channels + colours] ?? 0)
      total += weight
      for (let c = 0; c < colours; c++) sums[c] = (sums[c] ?? 0) + weight * (data[pixel * channels + c] ?? 0)
    }
  }
  return total > 0 ? sums.map((sum) => sum / total) : undefined
}

/** Mean colour of the fill near one of its pixels. */
function meanInside(
  fill: Float32Array,
  own: Uint8Array,
  { width, height }: Rectangle,
  x: number,
  y: number,
  colours: 1 | 3,
): number[] {
  const sums = new Array<number>(colours).fill(0)
  let count = 0
  for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
    for (let column = Math.max(0, x - radius); column <= Math.min(width - 1, x + radius); column++) {
      const cell = row * width + column
      if (own[cell] !== 1) continue
      count++
      for (let c = 0; c < colours; c++) sums[c] = (sums[c] ?? 0) + (fill[cell * colours + c] ?? 0)
    }
  }
  return sums.map((sum) => sum / count)
}
