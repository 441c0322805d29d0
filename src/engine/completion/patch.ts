import type { Rectangle } from '../../shared/geometry'
import type { Raster } from '../host'
import { crop } from '../pixels/flatten'

/** What goes into a photo for one hole: all that a variant has of its own. */
export interface Patch {
  /** The part of the photo that holds the hole. */
  readonly region: Rectangle
  /** [region.height, region.width], 1 = filled. */
  readonly own: Uint8Array
  /** [region.height, region.width, channels of the photo], in its depth; of meaning where `own` is 1. */
  readonly data: Raster['data']
}

/** Overwrites the filled pixels in a raster whose upper left corner lies at (x, y) of the photo. */
export function paste(target: Raster, { region, own, data }: Patch, x = 0, y = 0): void {
  const { channels } = target
  const left = Math.max(x, region.x)
  const right = Math.min(x + target.width, region.x + region.width)
  const bottom = Math.min(y + target.height, region.y + region.height)
  for (let row = Math.max(y, region.y); row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const from = (row - region.y) * region.width + column - region.x
      if (own[from] !== 1) continue
      const to = ((row - y) * target.width + column - x) * channels
      for (let c = 0; c < channels; c++) target.data[to + c] = data[from * channels + c] ?? 0
    }
  }
}

/** What is there, to be pasted back where another patch was. */
export function lifted(photo: Raster, { region, own }: Patch): Patch {
  const { x, y, width, height } = region
  return { region, own, data: crop(photo, x, y, width, height).data }
}

export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** A part of a photo as a variant has it so far, copied. */
export function cropFilled(photo: Raster, part: Rectangle, patches: readonly Patch[]): Raster {
  const cut = crop(photo, part.x, part.y, part.width, part.height)
  for (const patch of patches) if (overlap(part, patch.region)) paste(cut, patch, part.x, part.y)
  return cut
}
