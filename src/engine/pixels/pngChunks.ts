import { joinBytes } from '../../shared/bytes'

/** Where chunks begin: behind the signature. */
const firstChunk = 8
const decoder = new TextDecoder('latin1')

/** A PNG without the chunks that `drops` names by type and content; its pixels are not touched. */
export function withoutChunks(
  png: Uint8Array,
  drops: (type: string, content: Uint8Array) => boolean,
): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const parts = [png.subarray(0, firstChunk)]
  let at = firstChunk
  while (at + 12 <= png.length) {
    const end = at + 12 + view.getUint32(at)
    if (end > png.length) break
    const type = decoder.decode(png.subarray(at + 4, at + 8))
    if (!drops(type, png.subarray(at + 8, end - 4))) parts.push(png.subarray(at, end))
    at = end
  }
  // What isn't a whole chunk stays as it is.
  parts.push(png.subarray(at))
  return joinBytes(parts)
}

/** Whether a chunk is a text under a keyword. */
export function isTextUnder(keyword: string): (type: string, content: Uint8Array) => boolean {
  return (type, content) =>
    type === 'iTXt' && decoder.decode(content.subarray(0, keyword.length + 1)) === `${keyword}\0`
}
