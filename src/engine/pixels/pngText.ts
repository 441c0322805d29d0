import { crc32 } from '../codec/crc32'

/** Where chunks begin: behind the signature. */
const firstChunk = 8
/** Behind it other chunks may stand: signature and header. */
const headerEnd = 8 + 25

/**
 * Adds a text to an encoded PNG, under a keyword of 1 to 79 Latin letters: what any reader leaves alone and shows
 * whoever looks for it. The text is UTF-8 (an iTXt chunk).
 */
export function withPngText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  // Keyword, its end, not compressed, no language, no translated keyword.
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`)
  const result = new Uint8Array(png.length + body.length + 8)
  const view = new DataView(result.buffer)
  result.set(png.subarray(0, headerEnd))
  view.setUint32(headerEnd, body.length - 4)
  result.set(body, headerEnd + 4)
  view.setUint32(headerEnd + 4 + body.length, crc32(body))
  result.set(png.subarray(headerEnd), headerEnd + body.length + 8)
  return result
}

/** The text of a PNG under a keyword; undefined where there is none, or where this is no whole PNG. */
export function pngText(png: Uint8Array, keyword: string): string | undefined {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const begin = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0`)
  let text: string | undefined
  for (let at = firstChunk; at + 12 <= png.length;) {
    const end = at + 12 + view.getUint32(at)
    if (end > png.length) return undefined
    const body = png.subarray(at + 4, end - 4)
    if (String.fromCharCode(...body.subarray(0, 4)) === 'IEND') return text
    if (begin.every((byte, i) => body[i] === byte))
      text = new TextDecoder().decode(body.subarray(begin.length))
    at = end
  }
  return undefined
}
