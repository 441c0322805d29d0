import type { Like } from '../../shared/completion'
import { failure } from '../../shared/errors'
import type { Host, Raster } from '../host'
import type { MaskSource } from '../protocol/specifications'
import { resolveMask } from './mask'

/** What a completion is asked for. */
export interface CompletionRequest {
  /** Path of the image. */
  readonly image: string
  readonly mask: MaskSource
  /** Scales a mask of another size, instead of refusing it. */
  readonly scaleMask?: boolean
  readonly like?: Like
}

/** A decoded photo and what is to be filled in it. */
export interface MaskedPhoto {
  /** Upright, its values as the file has them, but for rows that were taken over from a finished completion. */
  readonly photo: Raster
  /** [height, width], 1 = may change. What is beyond it is the edge that a fill has to meet. */
  readonly mask: Uint8Array
  /** [height, width], 1 = to be drawn: the mask, less the rows that were taken over. */
  readonly missing: Uint8Array
  /** The finished completion that the next ones are to be like. */
  readonly like?: Raster
}

/**
 * Decodes a photo and what masks it. Errors of decoding and of `resolveMask`; `invalid-argument` where the completion
 * to be like is none of this photo, `mask-empty` where it leaves nothing to be drawn.
 */
export async function openPhoto(
  host: Pick<Host, 'pixels'>,
  request: CompletionRequest,
): Promise<MaskedPhoto> {
  const photo = await host.pixels.decode(request.image)
  const mask = await resolveMask(host, request.mask, photo, { scale: request.scaleMask })
  if (!request.like) return { photo, mask, missing: mask }
  const { file, fromRow = 0 } = request.like
  const like = await host.pixels.decode(file)
  checkLike(like, photo, file)
  const taken = Math.min(fromRow, photo.height) * photo.width
  const missing = mask.slice().fill(0, 0, taken)
  if (!missing.includes(1)) throw failure('masks.fromRow', { row: fromRow }, 'like.fromRow')
  const data = photo.data.slice()
  for (let pixel = mask.indexOf(1); pixel >= 0 && pixel < taken; pixel = mask.indexOf(1, pixel + 1)) {
    const at = pixel * photo.channels
    data.set(like.data.subarray(at, at + photo.channels), at)
  }
  return { photo: { ...photo, data }, mask, missing, like }
}

function checkLike(like: Raster, photo: Raster, file: string): void {
  const bits = ({ data }: Raster): number => (data instanceof Uint16Array ? 16 : 8)
  const sameSize = like.width === photo.width && like.height === photo.height
  if (sameSize && like.channels === photo.channels && bits(like) === bits(photo)) return
  const { width, height, channels } = like
  const ofPhoto = { photoWidth: photo.width, photoHeight: photo.height, photoChannels: photo.channels }
  const both = { width, height, channels, bits: bits(like), ...ofPhoto, photoBits: bits(photo) }
  throw failure('masks.unlike', both, file)
}
