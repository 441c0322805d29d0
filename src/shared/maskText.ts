import { fromBase64, toBase64 } from './base64'
import { decodeRuns, encodeRuns } from './runs'

/** A mask as text, small enough to lie inside a picture's file: its run lengths (runs.ts) in base64. */

/** Above this many characters a mask is speckled all over, and no longer worth its place. */
export const longestMask = 1_000_000

/** The text of a mask [height, width], any value but 0 to be filled; undefined where it is longer than `longest`. */
export function encodeMask(mask: Uint8Array, longest = longestMask): string | undefined {
  const bytes = encodeRuns(mask.map((value) => (value === 0 ? 0 : 1)))
  return bytes.length * 4 > longest * 3 ? undefined : toBase64(bytes)
}

/** The mask of `size` pixels that a text stands for, a byte a pixel; undefined where it stands for none. */
export function decodeMask(text: string, size: number): Uint8Array | undefined {
  const bytes = fromBase64(text)
  return bytes && decodeRuns(bytes, size)
}
