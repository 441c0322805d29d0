import { decodeRuns, encodeRuns, fromText, toText } from './runs'

/** A mask as text, small enough to lie inside a picture's file: lengths of runs, each as few bytes as it needs. */

/** Above this many characters a mask is speckled all over, and no longer worth its place. */
export const longestMask = 1_000_000

/**
 * The runs of a mask [height, width], row after row, the first one of zeros and maybe empty, in base64; any byte but
 * zero is masked. undefined where that is longer than `longest`.
 */
export function encodeMask(mask: Uint8Array, longest = longestMask): string | undefined {
  const runs = encodeRuns(mask.map((value) => (value === 0 ? 0 : 1)))
  return runs.length * 4 > longest * 3 ? undefined : toText(runs)
}

/** The mask of `size` pixels that a text stands for, a byte a pixel; undefined where it stands for none. */
export function decodeMask(text: string, size: number): Uint8Array | undefined {
  const runs = fromText(text)
  return runs && decodeRuns(runs, size)
}
