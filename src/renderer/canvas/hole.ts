import type { Framing } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import type { Bitmap } from './bitmap'

/** What there is to draw of a hole. */
export interface HoleSize {
  /** Pixels of the photo. */
  readonly pixels: number
  /** Unknown pixels of the model's picture: those that the hole touches. */
  readonly unknown: number
  /** Something that is known comes after an unknown pixel, from left to right and from top to bottom. */
  readonly followed: boolean
}

/** Looks at a mask as the model will see it: at its own scale, inside its frame. */
export function holeSize(mask: Bitmap, { frame, width, height }: Framing): HoleSize {
  let [unknown, followed] = [0, false]
  const columns = Array.from({ length: width }, (_, x) => covered(x, frame.width, width))
  for (let y = 0; y < height; y++) {
    const rows = covered(y, frame.height, height)
    for (const { from, to } of columns) {
      if (touches(mask, frame, { from, to }, rows)) unknown++
      else followed ||= unknown > 0
    }
  }
  return { pixels: count(mask, frame), unknown, followed }
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The pixels of the frame that one of the picture's stands for, whole or in part. */
function covered(index: number, length: number, scaled: number): Span {
  return { from: Math.floor((index * length) / scaled), to: Math.ceil(((index + 1) * length) / scaled) }
}

function touches(mask: Bitmap, frame: Rectangle, columns: Span, rows: Span): boolean {
  for (let y = frame.y + rows.from; y < frame.y + rows.to; y++) {
    const start = y * mask.width + frame.x
    for (let x = columns.from; x < columns.to; x++) if (mask.data[start + x] !== 0) return true
  }
  return false
}

function count(mask: Bitmap, frame: Rectangle): number {
  let pixels = 0
  for (let y = frame.y; y < frame.y + frame.height; y++) {
    const start = y * mask.width + frame.x
    for (let x = start; x < start + frame.width; x++) if (mask.data[x] !== 0) pixels++
  }
  return pixels
}
