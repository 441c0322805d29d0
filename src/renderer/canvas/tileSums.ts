import type { Rectangle } from '../../shared/geometry'
import { filled, union, wholeOf, type Bitmap } from './bitmap'
import { tileSide, tilesOf } from './tiles'

interface Sum {
  readonly pixels: number
  readonly bounds: Rectangle | undefined
}

/**
 * How much of a mask is to be filled and where, kept for each tile: after a stroke only the tiles that it touched are
 * looked at again, however large the photo is.
 */
export class TileSums {
  private readonly sums: Sum[]

  constructor(private readonly bitmap: Bitmap) {
    const { width, height } = bitmap
    const tiles = Math.ceil(width / tileSide) * Math.ceil(height / tileSide)
    this.sums = Array.from({ length: tiles }, () => ({ pixels: 0, bounds: undefined }))
    if (width * height > 0) this.update(wholeOf(bitmap))
  }

  update(area: Rectangle): void {
    for (const tile of tilesOf(this.bitmap, area)) this.sums[tile.index] = sumOf(this.bitmap, tile.area)
  }

  get pixels(): number {
    return this.sums.reduce((sum, { pixels }) => sum + pixels, 0)
  }

  /** The smallest rectangle around what is to be filled. */
  get bounds(): Rectangle | undefined {
    return this.sums.reduce<Rectangle | undefined>((all, { bounds }) => union(all, bounds), undefined)
  }
}

function sumOf({ data, width }: Bitmap, area: Rectangle): Sum {
  let pixels = 0
  let [left, right, top, bottom] = [Infinity, -1, -1, -1]
  for (let y = 0; y < area.height; y++) {
    const start = (area.y + y) * width + area.x
    const row = data.subarray(start, start + area.width)
    const first = row.indexOf(1)
    if (first < 0) continue
    const last = row.lastIndexOf(1)
    left = Math.min(left, first)
    right = Math.max(right, last)
    if (top < 0) top = y
    bottom = y
    pixels += filled(row.subarray(first, last + 1))
  }
  if (pixels === 0) return { pixels, bounds: undefined }
  const size = { width: right - left + 1, height: bottom - top + 1 }
  return { pixels, bounds: { x: area.x + left, y: area.y + top, ...size } }
}
