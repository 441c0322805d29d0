import { PixelloomError } from '../../shared/errors'
import type { Host, Raster } from '../host'
import { levelToByte, luma, toBytes } from '../pixels/levels'
import type { PreparedCompletion } from './prepare'

/**
 * The photo with its hole filled from a completed picture: `values` [framing.height, framing.width,
 * channels] in 0..levels-1. Size, channels and depth are the photo's; pixels outside the mask are the photo's
 * own, bit for bit; filled ones are opaque, greys in all colour channels, colours in a grey photo as luma,
 * 16-bit values 257 times the byte.
 */
export async function compositeCompletion(
  host: Pick<Host, 'pixels'>,
  prepared: PreparedCompletion,
  values: ArrayLike<number>,
): Promise<Raster> {
  const { photo, mask, framing, channels } = prepared
  const { frame } = framing
  const data = photo.data.slice()
  const colours = photo.channels >= 3 ? 3 : 1
  const fill = inColours(await enlarge(host, prepared, values), channels, colours)
  const unit = data instanceof Uint16Array ? 257 : 1
  const hasAlpha = photo.channels === 2 || photo.channels === 4
  for (let y = 0; y < frame.height; y++) {
    const start = (frame.y + y) * photo.width + frame.x
    for (let x = 0; x < frame.width; x++) {
      if (mask[start + x] !== 1) continue
      const from = (y * frame.width + x) * colours
      const to = (start + x) * photo.channels
      for (let c = 0; c < colours; c++) data[to + c] = unit * (fill[from + c] ?? 0)
      if (hasAlpha) data[to + colours] = unit * 255
    }
  }
  return { ...photo, data }
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
 * The picture at the frame's size, [frame.height, frame.width, channels] bytes. Scaled smoothly; known pixels
 * go in unquantised, so that a fill meets its surroundings in their own tones. Of two levels the smooth
 * transition is then made as steep as it was at the model's scale, or a drawing's edges would be a blur.
 */
async function enlarge(
  host: Pick<Host, 'pixels'>,
  prepared: PreparedCompletion,
  values: ArrayLike<number>,
): Promise<Uint8Array> {
  const { framing, channels, levels, bytes, unknown } = prepared
  const { frame, width, height } = framing
  if (values.length !== bytes.length) {
    throw new PixelloomError('internal', `A picture of ${values.length} values, expected ${bytes.length}.`)
  }
  const drawn = toBytes(values, levels)
  const picture = bytes.map((byte, i) => (unknown[Math.floor(i / channels)] === 1 ? (drawn[i] ?? 0) : byte))
  const small: Raster = { width, height, channels, data: picture }
  const { data } = await host.pixels.resize(small, frame.width, frame.height)
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
