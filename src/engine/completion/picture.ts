import { PixelloomError } from '../../shared/errors'
import type { Framing } from '../../shared/framing'
import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Host, Raster } from '../host'
import { flatten } from '../pixels/flatten'
import { quantise } from '../pixels/levels'
import { covered } from '../pixels/resize'

/** What a model completes: a framed part of a photo at the model's scale. */
export interface Picture {
  /** The part of the photo that the model sees, and the size of the picture. */
  readonly framing: Framing
  readonly channels: 1 | 3
  readonly levels: number
  /** The picture before it is quantised: bytes [framing.height, framing.width, channels]. */
  readonly bytes: Uint8Array
  /** The same in 0..levels-1. What stands at unknown pixels is of no meaning. */
  readonly pixels: Uint8Array
}

/**
 * From the framed part of a photo, [frame.height, frame.width], to what a model completes: alpha over white, luma for
 * one channel, area-averaged to the picture's size and quantised (models.md, "Images and likelihood"; known pixels of
 * two levels are cut at 128). At the model's own scale pixels are the photo's exactly. Known pixels, those that
 * `unknownPixels` leaves, depend on nothing under the mask.
 */
export async function pictureOf(
  host: Pick<Host, 'pixels'>,
  cut: Raster,
  framing: Framing,
  { channels, levels }: Pick<ModelConfiguration, 'channels' | 'levels'>,
): Promise<Picture> {
  const { data: bytes } = await host.pixels.resize(flatten(cut, channels), framing.width, framing.height)
  if (bytes instanceof Uint16Array) throw new PixelloomError('internal', 'A scaled raster has 16 bits.')
  return { framing, channels, levels, bytes, pixels: quantise(bytes, levels) }
}

/**
 * Which pixels of the picture are to be drawn, [framing.height, framing.width]: a small pixel is unknown if `missing`,
 * of the whole photo, has any of the photo's pixels that it covers.
 */
export function unknownPixels(
  missing: Uint8Array,
  photoWidth: number,
  { frame, width, height }: Framing,
): Uint8Array {
  const unknown = new Uint8Array(width * height)
  const columns = Array.from({ length: width }, (_, x) => covered(x, frame.width, width))
  for (let y = 0; y < height; y++) {
    const rows = covered(y, frame.height, height)
    for (let row = rows.from; row < rows.to; row++) {
      const start = (frame.y + row) * photoWidth + frame.x
      if (!missing.subarray(start, start + frame.width).includes(1)) continue
      columns.forEach(({ from, to }, x) => {
        if (missing.subarray(start + from, start + to).includes(1)) unknown[y * width + x] = 1
      })
    }
  }
  return unknown
}
