/**
 * A message as bytes: the length of its header (32 bits, little-endian), the header as JSON, and after it the bytes that
 * the header speaks of, one run after another.
 */
export interface Frame {
  readonly header: unknown
  readonly body: Uint8Array
}

/** Bytes of a body that one message carries at most; what is longer goes in several. */
export const longestBody = 4 * 2 ** 20
/** Bytes of a message from the page that is listened to at all: such a body, and a header with room to spare. */
export const longestReply = longestBody + 2 ** 16

/** Characters of a sentence that a page hands on from its browser; longer ones are cut there. */
export const longestText = 2000

const lengthBytes = 4

export function encodeFrame(header: object, bodies: readonly Uint8Array[] = []): Uint8Array {
  const words = new TextEncoder().encode(JSON.stringify(header))
  const total = bodies.reduce((sum, { length }) => sum + length, lengthBytes + words.length)
  const bytes = new Uint8Array(total)
  new DataView(bytes.buffer).setUint32(0, words.length, true)
  bytes.set(words, lengthBytes)
  let at = lengthBytes + words.length
  for (const body of bodies) {
    bytes.set(body, at)
    at += body.length
  }
  return bytes
}

/** Undefined where these bytes are none. The body is a view of them. */
export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < lengthBytes) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true)
  const bodyAt = lengthBytes + length
  if (bodyAt > bytes.length) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, bodyAt))
    return { header: JSON.parse(text) as unknown, body: bytes.subarray(bodyAt) }
  } catch {
    return undefined
  }
}
