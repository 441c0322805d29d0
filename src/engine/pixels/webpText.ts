/** What stands around the text: a packet of metadata (XMP), as any program that knows photos reads it. */
const namespace = 'https://pixelloom.invalid/1.0/'
const riffHeader = 12

/** A packet of metadata that holds a text, for an encoder of WebP to put into its file. */
export function packetWith(text: string): string {
  return [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:pixelloom="${namespace}">`,
    `<pixelloom:recipe>${escaped(text)}</pixelloom:recipe>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
  ].join('')
}

/** The text of a WebP's packet; undefined where there is none, or where this is no whole WebP. */
export function webpText(webp: Uint8Array): string | undefined {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength)
  const nameAt = (at: number): string => String.fromCharCode(...webp.subarray(at, at + 4))
  if (webp.length < riffHeader || nameAt(0) !== 'RIFF' || nameAt(8) !== 'WEBP') return undefined
  if (view.getUint32(4, true) + 8 !== webp.length) return undefined
  for (let at = riffHeader; at + 8 <= webp.length;) {
    const length = view.getUint32(at + 4, true)
    if (nameAt(at) === 'XMP ') {
      return packetText(new TextDecoder().decode(webp.subarray(at + 8, at + 8 + length)))
    }
    // Chunks begin at even places.
    at += 8 + length + (length & 1)
  }
  return undefined
}

/** The text that a packet holds; undefined where it is another's. */
export function packetText(packet: string): string | undefined {
  const text = /<pixelloom:recipe>([^<]*)<\/pixelloom:recipe>/.exec(packet)?.[1]
  return text === undefined ? undefined : unescaped(text)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
