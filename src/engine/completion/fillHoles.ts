import type { Fit, Way } from '../../shared/completion'
import type { Framing } from '../../shared/framing'
import { note } from '../../shared/jobEvents'
import type { Hole } from '../../shared/holes'
import { patchOf } from './composite'
import type {
  FilledHole,
  Filling,
  FillingHooks,
  OwnedHole,
  SeenPicture,
  VariantsSpecification,
} from './filling'
import { fillScaled } from './fillScaled'
import type { FramedHoles } from './frames'
import { fillNative } from './native/fillNative'
import { seedOf } from './native/seeds'
import type { Patch } from './patch'
import type { MaskedPhoto } from './photo'

/** What came of all holes of a photo. */
export interface FilledPhoto {
  /** Of the first hole. */
  readonly way: Way | undefined
  /** What was drawn at the model's scale and is enlarged most; undefined where all is drawn at the photo's own size. */
  readonly coarsest: Framing | undefined
  /** Of each variant, summed over the frames. */
  readonly nats: readonly number[]
  /** Share of what was to be drawn at the photo's own size that the time allowed didn't suffice for. */
  readonly coarse: number
  /** What was drawn at the model's scale, as it saw it, in the order of the holes. */
  readonly seen: readonly SeenPicture[]
  /** Of each variant what goes into the photo. */
  readonly patches: readonly (readonly Patch[])[]
}

type FramedHole = FramedHoles['holes'][number]

/** About how many rows of each variant will be drawn. */
export function rowsExpected({ holes }: FramedHoles, fit: Fit): number {
  return holes.reduce((sum, one) => sum + rowsOf(one, fit), 0)
}

function rowsOf(one: FramedHole, fit: Fit): number {
  const { hole, framing } = one
  return isNative(one, fit) ? hole.bounds.height : Math.min(framing.height, hole.bounds.height)
}

/** Whether a hole is drawn window by window: at the model's own scale one picture is the photo's own size already. */
function isNative({ framing }: FramedHole, fit: Fit): boolean {
  return fit === 'native' && enlargement(framing) > 1
}

/** How many pixels of the photo one of the model's stands for along a side. */
export function enlargement({ frame, width, height }: Framing): number {
  return Math.max(frame.width / width, frame.height / height)
}

/** How many pixels of a photo are drawn at its own size. */
export function drawnNatively(masked: MaskedPhoto, { map, holes }: FramedHoles, fit: Fit): number {
  return holes
    .filter((one) => isNative(one, fit))
    .reduce((sum, { hole }) => sum + pixelsIn(ownOf(hole, masked, map)), 0)
}

/** Fills the holes of a photo one after another, each as `spec.fit` says, all variants of `spec` at once. */
export async function fillHoles(
  on: Pick<Filling, 'host' | 'model' | 'masked' | 'pace'>,
  spec: VariantsSpecification,
  { map, holes }: FramedHoles,
  hooks: FillingHooks,
): Promise<FilledPhoto> {
  const { masked } = on
  let pictures = 0
  const filling: Filling = {
    ...{ ...on, spec, hooks },
    pending: masked.missing.slice(),
    patches: Array.from({ length: spec.count }, () => []),
    nextSeed: () => seedOf(spec.seed, pictures++),
  }
  let way: Way | undefined
  let coarsest: Framing | undefined
  let [nativePixels, scaledPixels] = [0, 0]
  const seen: SeenPicture[] = []
  const nats = new Array<number>(spec.count).fill(0)
  for (const one of holes) {
    const hole = { ...one.hole, own: ownOf(one.hole, masked, map) }
    hooks.expect(-rowsOf(one, spec.fit))
    // The rows that were taken over may have been all of it.
    if (!hole.own.includes(1)) continue
    const fill = isNative(one, spec.fit)
      ? await fillNative(filling, hole, one.framing)
      : await fillScaled(filling, hole, one.framing)
    putBack(filling, hole, fill)
    way ??= fill.way
    if (fill.seen) seen.push(fill.seen)
    const times = fill.scaled > 0 ? enlargement(one.framing) : 1
    if (times > (coarsest ? enlargement(coarsest) : 1)) coarsest = one.framing
    if (isNative(one, spec.fit)) {
      nativePixels += pixelsIn(hole.own)
      scaledPixels += fill.scaled * pixelsIn(hole.own)
    }
    fill.nats.forEach((value, variant) => (nats[variant] = (nats[variant] ?? 0) + value))
  }
  const coarse = scaledPixels > 0 ? scaledPixels / nativePixels : 0
  if (coarse > 0) hooks.note(note('notes.over', { percent: Math.floor((1 - coarse) * 100) }))
  return { way, coarsest, coarse, nats, seen, patches: filling.patches }
}

/** Makes patches of what was filled, so that the next holes see it. */
function putBack(
  { model, spec, masked, pending, patches }: Filling,
  hole: OwnedHole,
  fill: FilledHole,
): void {
  const { bounds, own } = hole
  const { channels } = model.network.configuration
  fill.fills.forEach((bytes, variant) =>
    patches[variant]?.push(patchOf(masked, bounds, own, { bytes, channels }, spec)),
  )
  own.forEach((isOwn, cell) => {
    if (isOwn !== 1) return
    const y = bounds.y + Math.floor(cell / bounds.width)
    pending[y * masked.photo.width + bounds.x + (cell % bounds.width)] = 0
  })
}

/** [bounds.height, bounds.width] of a hole, 1 = to be drawn for it and for no other. */
function ownOf(hole: Hole, { missing, photo }: MaskedPhoto, map: FramedHoles['map']): Uint8Array {
  return map.own(hole, missing, photo.width, hole.bounds)
}

function pixelsIn(mask: Uint8Array): number {
  return mask.reduce((sum, one) => sum + one, 0)
}
