import { markRaw, type Raw } from 'vue'
import type { Framing } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import type { Completion } from '../../shared/jobs'
import type { Bitmap } from '../canvas/bitmap'
import { Preview } from '../canvas/preview'

export interface Variant {
  readonly index: number
  /** What was drawn so far; not reactive, watch `drawn`. */
  preview: Raw<Preview> | undefined
  /** Counts drawn rows: changes whenever `preview` does. */
  drawn: number
  /** The scan line: the row of the photo below the last one that was drawn. */
  reached: number
  /** Address of the finished picture. */
  address: string | undefined
  /** That picture is decoded, so that it can take the place of what was drawn. */
  ready: boolean
  nats: number | undefined
  /** As the job says when all are finished: 1 is the likeliest. */
  rank: number | undefined
  reason: string | undefined
  /** The variant that is the same picture. */
  duplicateOf: number | undefined
}

/** One press of Complete: its variants, and what the photo and the mask were then. */
export interface Run {
  readonly jobId: string
  readonly photoId: string
  readonly mask: Raw<Bitmap> | undefined
  /** The frame that a person had chosen. */
  readonly chosenFrame: Rectangle | undefined
  /** The part of the photo that tiles show: it holds every hole. */
  frame: Rectangle | undefined
  variants: Variant[]
  /** The variant shown large; undefined for the original. */
  shown: number | undefined
  /** A person chose what is shown, so that nothing else changes it. */
  chosen: boolean
}

export function blankVariant(index: number): Variant {
  return {
    ...{ index, preview: undefined, drawn: 0, reached: 0, address: undefined, ready: false },
    ...{ nats: undefined, rank: undefined, reason: undefined, duplicateOf: undefined },
  }
}

export function variantOf(run: Run, index: number): Variant {
  for (let i = run.variants.length; i <= index; i++) run.variants.push(blankVariant(i))
  return run.variants[index] ?? blankVariant(index)
}

/** The preview of a variant, begun where there is none, for pictures as fine as `framing`. */
export function previewOf(run: Run, variant: Variant, area: Rectangle, framing: Framing): Preview {
  variant.preview ??= markRaw(new Preview(area, run.mask, Math.max(framing.width, framing.height)))
  return variant.preview
}

export function rate(variant: Variant, { nats, rank, reason, duplicateOf }: Completion): void {
  Object.assign(variant, { nats, rank, reason, duplicateOf })
}

/** Finished variants, the likeliest first. */
export function ranked(run: Run): Variant[] {
  return run.variants
    .filter((variant) => variant.address !== undefined)
    .sort((a, b) => placeOf(a) - placeOf(b) || (a.nats ?? Infinity) - (b.nats ?? Infinity))
}

function placeOf(variant: Variant): number {
  return variant.rank ?? Infinity
}
