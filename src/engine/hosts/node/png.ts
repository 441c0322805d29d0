import { crc32, deflateSync } from 'node:zlib'

const headerEnd = 8 + 25 // signature and IHDR

/**
 * Adds an ICC profile to an encoded PNG. sharp can only attach one by converting the pixels to it, and
 * these must stay as they are.
 */
export function withProfile(png: Uint8Array, profile: Uint8Array): Uint8Array {
  const name = Buffer.from('ICC profile\0\0', 'latin1') // name, its end, compression method 0
  const body = Buffer.concat([Buffer.from('iCCP', 'latin1'), name, deflateSync(profile)])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return new Uint8Array(Buffer.concat([png.subarray(0, headerEnd), chunk, png.subarray(headerEnd)]))
}

/** Whether a profile describes values of this many channels: a PNG with another one is invalid. */
export function profileFits(profile: Uint8Array, channels: number): boolean {
  const space = String.fromCharCode(...profile.subarray(16, 20))
  return space === (channels < 3 ? 'GRAY' : 'RGB ')
}
