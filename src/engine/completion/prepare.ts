import { PixelloomError } from '../../shared/errors'
import { frameHole, maskBounds, type Framing } from '../../shared/framing'
import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Host, Raster } from '../host'
import { crop, flatten } from '../pixels/flatten'
import { quantise } from '../pixels/levels'
import { covered } from '../pixels/resize'
import type { MaskSource } from '../protocol/specifications'
import { resolveMask } from './mask'

/** What a completion is asked for. */
export interface CompletionRequest {
  /** Path of the image. */
  readonly image: string
  readonly mask: MaskSource
}

/** A photo with a hole, and the picture of it that a model completes. */
export interface PreparedCompletion {
  /** The decoded image, upright, as the file has it. */
  readonly photo: Raster
  /** [photo.height, photo.width], 1 = fill. */
  readonly mask: Uint8Array
  /** The part of the photo that the model sees, and the size of the picture. */
  readonly framing: Framing
  readonly channels: 1 | 3
  readonly levels: number
  /** The picture before it is quantised: bytes [framing.height, framing.width, channels]. */
  readonly bytes: Uint8Array
  /** The same in 0..levels-1. What stands at unknown pixels is of no meaning. */
  readonly pixels: Uint8Array
  /** [framing.height, framing.width], 1 = to be drawn: where the mask covers any of a pixel's area. */
  readonly unknown: Uint8Array
}

/**
 * From a photo to what a model completes: decoded, masked, framed (shared/framing.ts), alpha over white,
 * luma for one channel, area-averaged to the picture's size and quantised (models.md, "Images and
 * likelihood"; known pixels of two levels are cut at 128). At the model's own scale pixels are the photo's
 * exactly. Known pixels depend on nothing under the mask. Errors of decoding and of `resolveMask`.
 */
export async function prepareCompletion(
  host: Host,
  request: CompletionRequest,
  model: Pick<ModelConfiguration, 'size' | 'channels' | 'levels'>,
): Promise<PreparedCompletion> {
  const photo = await host.pixels.decode(request.image)
  const mask = await resolveMask(host, request.mask, photo)
  const hole = maskBounds(mask, photo.width, photo.height)
  if (!hole) throw new PixelloomError('mask-empty', 'The mask has nothing to fill. Choose a part.')
  const framing = frameHole(photo, hole, model.size)
  const { frame, width, height } = framing
  const cut = flatten(crop(photo, frame.x, frame.y, frame.width, frame.height), model.channels)
  const { data: bytes } = await host.pixels.resize(cut, width, height)
  if (bytes instanceof Uint16Array) throw new PixelloomError('internal', 'A scaled raster has 16 bits.')
  return {
    photo,
    mask,
    framing,
    channels: model.channels,
    levels: model.levels,
    bytes,
    pixels: quantise(bytes, model.levels),
    unknown: shrinkMask(mask, photo.width, framing),
  }
}

/** A small pixel is unknown if the mask has any of the photo's pixels that it covers. */
function shrinkMask(mask: Uint8Array, photoWidth: number, { frame, width, height }: Framing): Uint8Array {
  const unknown = new Uint8Array(width * height)
  const columns = Array.from({ length: width }, (_, x) => covered(x, frame.width, width))
  for (let y = 0; y < height; y++) {
    const rows = covered(y, frame.height, height)
    for (let row = rows.from; row < rows.to; row++) {
      const start = (frame.y + row) * photoWidth + frame.x
      columns.forEach(({ from, to }, x) => {
        if (mask.subarray(start + from, start + to).includes(1)) unknown[y * width + x] = 1
      })
    }
  }
  return unknown
}
