import type { Framing } from '../../shared/framing'
import { filled, type Bitmap } from './bitmap'

/** What there is to draw of a hole. */
export interface HoleSize {
  /** Pixels of the photo. */
  readonly pixels: number
  /** Unknown pixels of the model's picture: those that the hole touches. */
  readonly unknown: number
  /** Something that is known comes after an unknown pixel, from left to right and from top to bottom. */
  readonly followed: boolean
}

/**
 * Looks at a mask as the model will see it: at its own scale, inside its frame. Set pixels are looked for by the
 * machine's own search, and only one for each of the model's pixels: a frame may hold the whole of a large photo.
 */
export function holeSize(mask: Bitmap, { frame, width, height }: Framing): HoleSize {
  let [pixels, unknown, followed] = [0, 0, false]
  const columns = Array.from({ length: width }, (_, x) => covered(x, frame.width, width))
  const touched = new Uint8Array(width)
  const rowAt = (y: number): Uint8Array => {
    const start = (frame.y + y) * mask.width + frame.x
    return mask.data.subarray(start, start + frame.width)
  }
  for (let y = 0; y < height; y++) {
    touched.fill(0)
    const rows = covered(y, frame.height, height)
    for (let row = rows.from; row < rows.to; row++) touch(rowAt(row), columns, touched)
    for (const set of touched) {
      if (set !== 0) unknown++
      else followed ||= unknown > 0
    }
  }
  for (let y = 0; y < frame.height; y++) pixels += filled(rowAt(y))
  return { pixels, unknown, followed }
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The pixels of the frame that one of the picture's stands for, whole or in part. */
function covered(index: number, length: number, scaled: number): Span {
  return { from: Math.floor((index * length) / scaled), to: Math.ceil(((index + 1) * length) / scaled) }
}

/** Marks the columns that hold a set pixel of a row; neighbours may share the pixel between them. */
function touch(row: Uint8Array, columns: readonly Span[], touched: Uint8Array): void {
  let at = row.indexOf(1)
  for (let x = 0; x < columns.length && at >= 0; x++) {
    const { from, to } = columns[x] ?? { from: 0, to: 0 }
    if (at < from) at = row.indexOf(1, from)
    if (at >= 0 && at < to) touched[x] = 1
    const next = columns[x + 1]
    // What is set before the next column's pixels says nothing any more.
    if (next && at >= 0 && at < next.from) at = row.indexOf(1, next.from)
  }
}
