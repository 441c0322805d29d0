import { PixelloomError } from '../../shared/errors'
import { crc32 } from './crc32'
import { modelHashLength } from './modelHash'

/**
 * A compressed image on disk, all numbers little-endian:
 *
 *      0   4  8f 'P' 'L' 'M'
 *      4   1  version of this layout
 *      5   1  version of the arithmetic (`exactVersion`)
 *      6   1  channels of the model, 1 or 3
 *      7   1  levels of the model, less 1
 *      8   1  channels of the picture as it was, 1 to 4: grey or RGB, each with opaque alpha or without
 *      9   4  width
 *     13   4  height
 *     17  16  the model's hash
 *     33   4  CRC-32 of the levels
 *     37   n  the range coder's bytes
 *   37+n   4  CRC-32 of all bytes before
 *
 * The first four bytes and the last four mean the same in every version, so that a damaged file is always
 * told from a newer one.
 */
export interface CompressedImage {
  readonly arithmetic: number
  readonly channels: 1 | 3
  readonly levels: number
  readonly pictureChannels: 1 | 2 | 3 | 4
  readonly width: number
  readonly height: number
  readonly model: Uint8Array
  /** CRC-32 of the levels. */
  readonly pixels: number
  readonly payload: Uint8Array
}

const magic = [0x8f, 0x50, 0x4c, 0x4d]
const layoutVersion = 1
const payloadStart = 37

/** No decoder of images takes more pixels, so that no compressed image has them either. */
const mostPixels = 200e6

/** Bytes of a compressed image that are not the range coder's. */
export const overhead = payloadStart + 4

export function writeContainer(image: CompressedImage): Uint8Array {
  const bytes = new Uint8Array(overhead + image.payload.length)
  const view = new DataView(bytes.buffer)
  bytes.set([...magic, layoutVersion, image.arithmetic, image.channels, image.levels - 1])
  view.setUint8(8, image.pictureChannels)
  view.setUint32(9, image.width, true)
  view.setUint32(13, image.height, true)
  bytes.set(image.model, 17)
  view.setUint32(33, image.pixels, true)
  bytes.set(image.payload, payloadStart)
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true)
  return bytes
}

/**
 * Reads what `writeContainer` wrote. `subject` is the path for errors: `file-damaged` for files that are no
 * compressed image, cut or changed; `unsupported` for a newer version.
 */
export function readContainer(bytes: Uint8Array, subject: string): CompressedImage {
  const damaged = (what: string): PixelloomError =>
    new PixelloomError('file-damaged', `${subject} ${what}`, subject)
  if (bytes.length < magic.length || magic.some((byte, i) => bytes[i] !== byte)) {
    throw damaged('is no image that `pixelloom compress` made. Choose another file.')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole =
    bytes.length > magic.length + 4 && view.getUint32(bytes.length - 4, true) === crc32(bytes.subarray(0, -4))
  if (!whole) throw damaged('is damaged: it was cut off or changed. Get another copy of it.')
  const version = view.getUint8(4)
  if (version !== layoutVersion) {
    const message = `${subject} was written by a newer Pixelloom (version ${version} of the file, this one knows ${layoutVersion}). Update Pixelloom.`
    throw new PixelloomError('unsupported', message, subject)
  }
  if (bytes.length < overhead) throw damaged('is too short for a compressed image. Get another copy of it.')
  const [channels, pictureChannels] = [view.getUint8(6), view.getUint8(8)]
  const [width, height] = [view.getUint32(9, true), view.getUint32(13, true)]
  if ((channels !== 1 && channels !== 3) || !isPicture(pictureChannels) || !isSize(width * height)) {
    throw damaged('states a size or channels that no image has. Get another copy of it.')
  }
  return {
    arithmetic: view.getUint8(5),
    channels,
    levels: view.getUint8(7) + 1,
    pictureChannels,
    width,
    height,
    model: bytes.slice(17, 17 + modelHashLength),
    pixels: view.getUint32(33, true),
    payload: bytes.slice(payloadStart, -4),
  }
}

function isSize(pixels: number): boolean {
  return pixels > 0 && pixels <= mostPixels
}

function isPicture(channels: number): channels is 1 | 2 | 3 | 4 {
  return channels >= 1 && channels <= 4
}
