import { failure, type PixelloomError } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import { frameHole, type Framing, holds, placeFrame } from '../../shared/framing'
import { type Hole, HoleMap } from '../../shared/holes'
import type { MaskedPhoto } from './photo'

/** The holes of a photo, and what the model sees of each. */
export interface FramedHoles {
  readonly map: HoleMap
  /** In the order in which they are filled. */
  readonly holes: readonly { readonly hole: Hole; readonly framing: Framing }[]
}

/**
 * Frames each hole of a photo for a model of `modelSize` x `modelSize` pixels. The frame that a person chose, moved
 * inside the photo, takes the place of those of all the holes that it holds, which are then filled as one.
 * `invalid-argument` where it holds none.
 */
export function frameHoles({ photo, mask }: MaskedPhoto, modelSize: number, chosen?: Rectangle): FramedHoles {
  const all = HoleMap.of(mask, photo.width, photo.height, modelSize)
  const framing = chosen && placeFrame(photo, chosen, modelSize)
  const isHeld = ({ bounds }: Hole): boolean => framing !== undefined && holds(framing.frame, bounds)
  if (framing && !all.holes.some(isHeld)) throw holdsNone(framing.frame, all.holes[0])
  const map = all.joined(isHeld)
  const holes = map.holes.map((hole) => ({
    hole,
    framing: framing && isHeld(hole) ? framing : frameHole(photo, hole.bounds, modelSize),
  }))
  return { map, holes }
}

function holdsNone(frame: Rectangle, hole?: Hole): PixelloomError {
  const { x, y, width, height } = frame
  if (!hole) return failure('masks.missedAll', { x, y, width, height }, 'frame')
  const { x: holeX, y: holeY, width: holeWidth, height: holeHeight } = hole.bounds
  const missed = { x, y, width, height, holeX, holeY, holeWidth, holeHeight }
  return failure('masks.missed', missed, 'frame')
}
