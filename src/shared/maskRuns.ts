/** A mask as text, small enough to lie inside a picture's file: lengths of runs, each as few bytes as it needs. */

/** Above this many characters a mask is speckled all over, and no longer worth its place. */
export const longestMask = 1_000_000

/**
 * The runs of a mask [height, width], row after row, the first one of zeros and maybe empty, in base64. undefined where
 * that is longer than `longest`.
 */
export function encodeMask(mask: Uint8Array, longest = longestMask): string | undefined {
  const bytes: number[] = []
  let [at, value] = [0, 0]
  while (at < mask.length) {
    const from = at
    while (at < mask.length && (mask[at] === 0 ? 0 : 1) === value) at++
    let length = at - from
    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    while (length >= 0x80) {
      bytes.push((length & 0x7f) | 0x80)
      length = Math.floor(length / 0x80)
    }
    bytes.push(length)
    if (bytes.length * 4 > longest * 3) return undefined
    value = 1 - value
  }
  let text = ''
  for (let from = 0; from < bytes.length; from += 0x2000) {
    text += String.fromCharCode(...bytes.slice(from, from + 0x2000))
  }
  return btoa(text)
}

/** The mask of `size` pixels that a text stands for, a byte a pixel; undefined where it stands for none. */
export function decodeMask(text: string, size: number): Uint8Array | undefined {
  let bytes: string
  try {
    bytes = atob(text)
  } catch {
    return undefined
  }
  const mask = new Uint8Array(size)
  let [at, value, read] = [0, 0, 0]
  while (read < bytes.length) {
    let [length, unit, byte] = [0, 1, 0x80]
    while (byte >= 0x80) {
      if (read >= bytes.length || unit > 2 ** 42) return undefined
      byte = bytes.charCodeAt(read++)
      length += (byte & 0x7f) * unit
      unit *= 0x80
    }
    if (at + length > size) return undefined
    if (value === 1) mask.fill(1, at, at + length)
    at += length
    value = 1 - value
  }
  return at === size ? mask : undefined
}
