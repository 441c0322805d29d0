import { packetText } from './webpText'

/** An application's segment with a packet of metadata (XMP) begins so. */
const begin = 'http://ns.adobe.com/xap/1.0/\0'
/** Most bytes of such a packet: a segment's length is 16 bits, and counts itself. */
export const longestPacket = 0xffff - 2 - begin.length
const decoder = new TextDecoder('latin1')

/** The text of a JPEG's packet; undefined where there is none, or where this is no JPEG. */
export function jpegText(jpeg: Uint8Array): string | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  if (jpeg.length < 4 || view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; at + 4 <= jpeg.length;) {
    const [marker, length] = [view.getUint16(at), view.getUint16(at + 2)]
    // Behind the start of the scan there are pixels only.
    if (marker === 0xffda || marker < 0xff00 || length < 2) return undefined
    const content = jpeg.subarray(at + 4, at + 2 + length)
    if (marker === 0xffe1 && decoder.decode(content.subarray(0, begin.length)) === begin) {
      return packetText(new TextDecoder().decode(content.subarray(begin.length)))
    }
    at += 2 + length
  }
  return undefined
}
