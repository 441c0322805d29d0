import { crc32, deflateSync } from 'node:zlib'
import type { Raster } from '../../host'

const headerEnd = 8 + 25 // signature and IHDR

/** One chunk of a PNG: length, type, body, checksum. */
export function pngChunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(body.length + 12)
  bytes.writeUInt32BE(body.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(body, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, body.length + 8)), body.length + 8)
  return bytes
}

/**
 * The chunks that say what a raster's values mean and where it comes from, for behind the header. sharp can only attach
 * a profile by converting the pixels to it, and these must stay as they are.
 */
export function metadataChunks({ profile, exif, channels }: Raster): Uint8Array[] {
  const chunks: Uint8Array[] = []
  if (profile && profileFits(profile, channels)) {
    const name = Buffer.from('ICC profile\0\0', 'latin1') // name, its end, compression method 0
    chunks.push(pngChunk('iCCP', Buffer.concat([name, deflateSync(profile)])))
  }
  if (exif) chunks.push(pngChunk('eXIf', exif))
  return chunks
}

/** Adds chunks to an encoded PNG, behind its header. */
export function withChunks(png: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]))
}

/** Whether a profile describes values of this many channels: a PNG with another one is invalid. */
function profileFits(profile: Uint8Array, channels: number): boolean {
  const space = String.fromCharCode(...profile.subarray(16, 20))
  return space === (channels < 3 ? 'GRAY' : 'RGB ')
}
