import { markRaw, type Raw } from 'vue'
import type { Framing } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import type { Bitmap } from '../canvas/bitmap'
import { Preview } from '../canvas/preview'

export interface Variant {
  readonly index: number
  /** What was drawn so far; not reactive, watch `drawn`. */
  preview: Raw<Preview> | undefined
  /** Counts drawn rows: changes whenever `preview` does. */
  drawn: number
  /** The scan line: share of the frame's height that is done. */
  reached: number
  /** Address of the finished picture. */
  address: string | undefined
  nats: number | undefined
}

/** One press of Complete: its variants, and what the photo and the mask were then. */
export interface Run {
  readonly jobId: string
  readonly photoId: string
  readonly mask: Raw<Bitmap> | undefined
  frame: Rectangle | undefined
  variants: Variant[]
  /** The variant shown large; undefined for the original. */
  shown: number | undefined
  /** A person chose what is shown, so that nothing else changes it. */
  chosen: boolean
}

export function blankVariant(index: number): Variant {
  return { index, preview: undefined, drawn: 0, reached: 0, address: undefined, nats: undefined }
}

export function variantOf(run: Run, index: number): Variant {
  for (let i = run.variants.length; i <= index; i++) run.variants.push(blankVariant(i))
  return run.variants[index] ?? blankVariant(index)
}

/** The preview to draw rows of this shape into: the one there, or a fresh one. */
export function beginPicture(run: Run, variant: Variant, { frame, width, height }: Framing): Preview {
  const shape = variant.preview?.shape
  const same = shape?.width === width && shape.height === height && sameArea(shape.frame, frame)
  if (variant.preview && same) return variant.preview
  const fresh = markRaw(new Preview({ frame, width, height }, run.mask))
  variant.preview = fresh
  return fresh
}

function sameArea(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

/** Finished variants, the likeliest first. */
export function ranked(run: Run): Variant[] {
  return run.variants
    .filter((variant) => variant.address !== undefined)
    .sort((a, b) => (a.nats ?? Infinity) - (b.nats ?? Infinity))
}
