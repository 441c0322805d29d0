import { PixelloomError } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import type { Host, Raster } from '../host'
import { crop } from '../pixels/flatten'
import { levelToByte, luma, toBytes } from '../pixels/levels'
import { distanceInside } from './distance'
import { matchColours } from './match'
import type { Patch } from './patch'
import type { MaskedPhoto } from './photo'
import type { Picture } from './picture'

/** How what is new meets what was there. */
export interface Finish {
  /** Pixels inside the mask over which what was there goes over into what is new; 0: none. */
  readonly feather: number
  /** Moves the colours of what is new so that they meet those around the hole. */
  readonly match: boolean
}

/**
 * What goes into a photo from a fill, bytes [region.height, region.width, channels], where `own` is 1. Channels and
 * depth are the photo's; filled pixels are opaque, greys in all colour channels, colours in a grey photo as luma,
 * 16-bit values 257 times the byte. First colours are matched, then edges feathered.
 */
export function patchOf(
  masked: MaskedPhoto,
  region: Rectangle,
  own: Uint8Array,
  fill: { readonly bytes: Uint8Array; readonly channels: 1 | 3 },
  { feather, match }: Finish,
): Patch {
  const { photo } = masked
  const { channels } = photo
  const isWide = photo.data instanceof Uint16Array
  const colours = channels >= 3 ? 3 : 1
  const unit = isWide ? 257 : 1
  const bytes = inColours(fill.bytes, fill.channels, colours)
  const pixels = region.width * region.height
  const data = isWide ? new Uint16Array(pixels * channels) : new Uint8Array(pixels * channels)
  if (channels !== colours) data.fill(unit * 255)
  if (!match && feather === 0) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let c = 0; c < colours; c++) data[pixel * channels + c] = unit * (bytes[pixel * colours + c] ?? 0)
    }
    return { region, own, data }
  }
  const values = Float32Array.from(bytes, (byte) => unit * byte)
  if (match) matchColours(masked, region, own, values, colours)
  if (feather > 0) featherEdges(masked, region, values, colours, feather)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < colours; c++) {
      const value = Math.round(values[pixel * colours + c] ?? 0)
      data[pixel * channels + c] = Math.max(0, Math.min(unit * 255, value))
    }
  }
  return { region, own, data }
}

/**
 * Blends what was there into a fill near the edges of the mask: where the next pixel outside is `feather` + 1 pixels
 * away or more all is new, beside it nearly all is old, and between them goes a ramp without a kink. What was
 * transparent counts as little as it was seen, since a filled pixel is opaque.
 */
function featherEdges(
  { photo, mask }: MaskedPhoto,
  region: Rectangle,
  values: Float32Array,
  colours: 1 | 3,
  feather: number,
): void {
  const distances = distanceInside(mask, photo, region)
  const before = crop(photo, region.x, region.y, region.width, region.height)
  const opaque = before.data instanceof Uint16Array ? 0xffff : 0xff
  distances.forEach((distance, pixel) => {
    const way = Math.min(1, distance / (feather + 1))
    if (way === 1) return
    const at = pixel * before.channels
    const opacity = before.channels === colours ? 1 : (before.data[at + colours] ?? 0) / opaque
    const old = opacity * (1 - way * way * (3 - 2 * way))
    for (let c = 0; c < colours; c++) {
      const to = pixel * colours + c
      values[to] = (1 - old) * (values[to] ?? 0) + old * (before.data[at + c] ?? 0)
    }
  })
}

/** Bytes of pixels with `channels` as those of a photo with `colours`: greys repeated, colours as luma. */
function inColours(bytes: Uint8Array, channels: 1 | 3, colours: 1 | 3): Uint8Array {
  if (channels === colours) return bytes
  const pixels = bytes.length / channels
  const result = new Uint8Array(pixels * colours)
  for (let i = 0; i < pixels; i++) {
    if (channels === 1) result.fill(bytes[i] ?? 0, 3 * i, 3 * i + 3)
    else result[i] = luma(bytes[3 * i] ?? 0, bytes[3 * i + 1] ?? 0, bytes[3 * i + 2] ?? 0)
  }
  return result
}

/**
 * A completed picture, `values` [framing.height, framing.width, channels] in 0..levels-1, at the photo's scale: bytes
 * [region.height, region.width, channels] of a part of its frame. Scaled smoothly; known pixels go in unquantised, so
 * that a fill meets its surroundings in their own tones. Of two levels the smooth transition is then made as steep as
 * it was at the model's scale, or a drawing's edges would be a blur.
 */
export async function enlarge(
  host: Pick<Host, 'pixels'>,
  picture: Picture,
  unknown: Uint8Array,
  values: ArrayLike<number>,
  region: Rectangle,
): Promise<Uint8Array> {
  const { framing, channels, levels, bytes } = picture
  const { frame, width, height } = framing
  if (values.length !== bytes.length) {
    throw new PixelloomError('internal', `A picture of ${values.length} values, expected ${bytes.length}.`)
  }
  const drawn = toBytes(values, levels)
  const mixed = bytes.map((byte, i) => (unknown[Math.floor(i / channels)] === 1 ? (drawn[i] ?? 0) : byte))
  const small: Raster = { width, height, channels, data: mixed }
  const whole = await host.pixels.resize(small, frame.width, frame.height)
  const { data } = crop(whole, region.x - frame.x, region.y - frame.y, region.width, region.height)
  if (data instanceof Uint16Array) throw new PixelloomError('internal', 'A scaled raster has 16 bits.')
  const steepness = levels === 2 ? Math.max(frame.width / width, frame.height / height) : 1
  return steepness === 1 ? data : data.map((value) => clamp((value - 127.5) * steepness + 127.5))
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)))
}

/** A row of levels [width, channels] as RGB bytes [width, 3], to be shown. */
export function rowToRgb(row: ArrayLike<number>, channels: 1 | 3, levels: number): Uint8Array {
  const result = new Uint8Array((row.length / channels) * 3)
  for (let i = 0; i < result.length; i++) {
    const value = row[channels === 3 ? i : Math.floor(i / 3)] ?? 0
    result[i] = levelToByte(value, levels)
  }
  return result
}
