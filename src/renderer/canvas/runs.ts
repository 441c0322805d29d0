/**
 * Run lengths of a mask: varints (seven bits a byte, low bits first) that alternate between kept and
 * filled, beginning with kept. A painted photo of millions of pixels takes a few kilobytes.
 */
export function encodeRuns(data: Uint8Array): Uint8Array {
  const bytes: number[] = []
  const write = (length: number): void => {
    let rest = length
    while (rest > 0x7f) {
      bytes.push((rest & 0x7f) | 0x80)
      rest = Math.floor(rest / 128)
    }
    bytes.push(rest)
  }
  let value = 0
  let start = 0
  for (let i = 0; i <= data.length; i++) {
    if (i < data.length && (data[i] === 0 ? 0 : 1) === value) continue
    write(i - start)
    start = i
    value = 1 - value
  }
  return Uint8Array.from(bytes)
}

/** The mask of `length` pixels, or undefined where the runs don't add up to it. */
export function decodeRuns(bytes: Uint8Array, length: number): Uint8Array | undefined {
  const data = new Uint8Array(length)
  let position = 0
  let value = 0
  let run = 0
  let scale = 1
  for (const byte of bytes) {
    run += (byte & 0x7f) * scale
    scale *= 128
    if (byte & 0x80) continue
    if (position + run > length) return undefined
    if (value === 1) data.fill(1, position, position + run)
    position += run
    value = 1 - value
    run = 0
    scale = 1
  }
  return position === length ? data : undefined
}

export function toText(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Undefined on text that is not base64. */
export function fromText(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const binary = atob(text)
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
