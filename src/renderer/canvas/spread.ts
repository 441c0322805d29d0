import type { Rectangle } from '../../shared/geometry'
import { clip, type Bitmap } from './bitmap'

/** Most pixels that a mask is grown or shrunk by at once. */
export const furthest = 200

/**
 * Grows the mask by a disc: every pixel no further than `by` from a filled one, centre to centre, is filled. `bounds`
 * is the smallest rectangle around what is filled. Returns what may have changed.
 */
export function grow(bitmap: Bitmap, bounds: Rectangle, by: number): Rectangle | undefined {
  return spread(bitmap, around(bounds, by), by, 1)
}

/**
 * Shrinks it by a disc: every pixel no further than `by` from one that is kept is kept. What lies beside the photo
 * counts as filled, so that a mask up to its edge stays there.
 */
export function shrink(bitmap: Bitmap, bounds: Rectangle, by: number): Rectangle | undefined {
  return spread(bitmap, around(bounds, 1), by, 0)
}

function around({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

/**
 * In two passes, each a few steps a pixel whatever `by` is: first how far up or down the nearest pixel of `value` is,
 * then along each row which pixels the discs around those reach.
 */
function spread(bitmap: Bitmap, area: Rectangle, by: number, value: 0 | 1): Rectangle | undefined {
  const region = clip(bitmap, area)
  const reach = Math.min(furthest, Math.floor(by))
  if (!region || reach < 1) return undefined
  const { width, height } = region
  const far = verticalDistances(bitmap, region, reach, value)
  /** Of a disc, how wide it is so many rows from its middle. */
  const half = Array.from({ length: reach + 1 }, (_, d) => Math.floor(Math.sqrt(reach * reach - d * d)))
  const steps = new Int32Array(width + 1)
  for (let y = 0; y < height; y++) {
    steps.fill(0)
    for (let x = 0; x < width; x++) {
      const away = far[y * width + x] ?? 0
      if (away > reach) continue
      const wide = half[away] ?? 0
      const [from, to] = [Math.max(0, x - wide), Math.min(width, x + wide + 1)]
      steps[from] = (steps[from] ?? 0) + 1
      steps[to] = (steps[to] ?? 0) - 1
    }
    const base = (region.y + y) * bitmap.width + region.x
    let covered = 0
    for (let x = 0; x < width; x++) {
      covered += steps[x] ?? 0
      if (covered > 0) bitmap.data[base + x] = value
    }
  }
  return region
}

/** For each pixel of the region how many rows away the nearest one of `value` is; one more than `reach` for none. */
function verticalDistances(
  { data, width: stride }: Bitmap,
  region: Rectangle,
  reach: number,
  value: 0 | 1,
): Uint8Array {
  const { width, height } = region
  const far = new Uint8Array(width * height)
  const none = reach + 1
  for (let y = 0; y < height; y++) {
    const base = (region.y + y) * stride + region.x
    for (let x = 0; x < width; x++) {
      const above = y === 0 ? none : (far[(y - 1) * width + x] ?? none)
      far[y * width + x] = data[base + x] === value ? 0 : Math.min(none, above + 1)
    }
  }
  for (let y = height - 2; y >= 0; y--) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const below = (far[at + width] ?? none) + 1
      if (below < (far[at] ?? none)) far[at] = below
    }
  }
  return far
}
