import type { NoteEvent } from '../../shared/jobEvents'
import type { Way } from '../../shared/completion'
import type { Framing } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import type { Host } from '../host'
import type { CompletingModel } from '../inference/drawCompletions'
import type { CompleteSpecification } from '../protocol/specifications'
import type { Hole } from '../../shared/holes'
import type { NativePace } from './native/pace'
import type { Patch } from './patch'
import type { MaskedPhoto } from './photo'

/** What a job wants to hear of while a photo is filled, and how it steers it. */
export interface FillingHooks {
  /** As DrawHooks has them. */
  readonly breathe: () => Promise<void>
  readonly signal: AbortSignal
  /** That so many rows more of each variant are to be drawn than was said before, or fewer where it is negative. */
  readonly expect: (rows: number) => void
  /** That one row of one variant is drawn. */
  readonly drawn: () => void
  /**
   * A finished row of a picture [height, width] that stands for the `frame` of the photo: levels [width, channels].
   */
  readonly show: (
    variant: number,
    row: number,
    levels: Uint8Array,
    picture: { readonly width: number; readonly height: number; readonly frame: Rectangle },
  ) => void
  /** Something that a person should know. */
  readonly note: (note: NoteEvent) => void
}

/** What was asked for, of so many variants (`count`) from number `firstVariant` on. */
export interface VariantsSpecification extends CompleteSpecification {
  readonly firstVariant: number
}

/** A photo being filled, hole after hole, in all variants of `spec` at once. */
export interface Filling {
  readonly host: Pick<Host, 'pixels' | 'clock'>
  readonly model: CompletingModel
  readonly spec: VariantsSpecification
  readonly masked: MaskedPhoto
  /** [height, width] of the photo, 1 = not drawn yet; cleared as holes are filled. */
  readonly pending: Uint8Array
  /** For each variant what has been filled of it, hole by hole. */
  readonly patches: readonly Patch[][]
  /** How fast pixels are drawn at the photo's own size, and for how long they may be. */
  readonly pace: NativePace
  /** A seed for the next picture that is drawn. */
  readonly nextSeed: () => number
  readonly hooks: FillingHooks
}

/** A hole with what of it is to be drawn. */
export interface OwnedHole extends Hole {
  /** [bounds.height, bounds.width], 1 = to be drawn and put back. */
  readonly own: Uint8Array
}

/** A picture at the model's scale, in all its variants. */
export interface SeenPicture {
  readonly framing: Framing
  readonly variants: readonly Uint8Array[]
}

/** What came of a hole. */
export interface FilledHole {
  readonly way: Way
  /** Of each variant bytes [bounds.height, bounds.width, channels of the model]. */
  readonly fills: readonly Uint8Array[]
  /** Of each variant the exact -log p of what the model saw. */
  readonly nats: readonly number[]
  /** Share of the hole's pixels that were drawn at the model's scale, 0 to 1. */
  readonly scaled: number
  /** Where all of it was: the picture as the model saw it, and each variant's levels [height, width, channels]. */
  readonly seen?: SeenPicture
}
