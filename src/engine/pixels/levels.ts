/**
 * Bytes to the integers a model knows, and back (models.md, "Images and likelihood"; section 3.3 of the
 * paper has 256 levels, section 5.1 two).
 */

/** The level 0..levels-1 of a byte 0..255: floor(byte * levels / 256). Two levels: a threshold at 128. */
export function byteToLevel(byte: number, levels: number): number {
  return (byte * levels) >> 8
}

/**
 * The byte 0..255 that shows a level 0..levels-1: round(255 * level / (levels - 1)). With a power of two
 * `byteToLevel` takes it back to that level; with other numbers of levels it may be the one below.
 */
export function levelToByte(level: number, levels: number): number {
  return Math.round((255 * level) / (levels - 1))
}

/** `byteToLevel` of each entry: bytes of any layout -> levels of the same layout, a new array. */
export function quantise(bytes: Uint8Array, levels: number): Uint8Array {
  const result = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) result[i] = byteToLevel(bytes[i] ?? 0, levels)
  return result
}

/** `levelToByte` of each entry: levels of any layout -> bytes of the same layout, a new array. */
export function toBytes(values: ArrayLike<number>, levels: number): Uint8Array {
  const result = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) result[i] = levelToByte(values[i] ?? 0, levels)
  return result
}

/** Rec. 601 luma of sRGB bytes, a byte: 0.299 R + 0.587 G + 0.114 B, rounded. Exact for greys. */
export function luma(red: number, green: number, blue: number): number {
  return Math.floor((299 * red + 587 * green + 114 * blue + 500) / 1000)
}

/** A byte of straight colour with alpha 0..255, as it looks over white: a byte, rounded. */
export function overWhite(value: number, alpha: number): number {
  return Math.round((value * alpha + 255 * (255 - alpha)) / 255)
}
