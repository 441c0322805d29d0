import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { frameHole, framingOf, type Framing } from '../../shared/framing'
import { HoleMap } from '../../shared/holes'
import { rectangleSchema, type Rectangle } from '../../shared/geometry'
import type { Bitmap } from '../canvas/bitmap'
import type { Point } from '../canvas/brush'
import { holeSize, type HoleSize } from '../canvas/hole'
import {
  canMove,
  drawnFrame,
  enlargement,
  grownFrame,
  heldFrame,
  movedFrame,
  type FrameHandle,
  type FrameLimits,
} from '../canvas/movableFrame'
import { keepDraft } from './draft'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useWorkbench } from './workbench'

/** The part of the photo that the model will see: placed by itself, until a person moves it. */
export const useFrame = defineStore('frame', () => {
  const library = useLibrary()
  const masks = useMasks()
  const workbench = useWorkbench()

  /** Where a person put it, by photo. */
  const placed = ref(new Map<string, Rectangle>())
  keepDraft(
    'frames',
    z.array(z.tuple([z.string(), rectangleSchema])),
    () => [...placed.value],
    (kept) => (placed.value = new Map(kept)),
  )

  const limits = computed<FrameLimits | undefined>(() => {
    const photo = library.selected
    const hole = photo && masks.of(photo).bounds
    const { model } = workbench
    return photo && hole && model && { photo, hole, modelSize: model.configuration.size }
  })
  /** The frame that a person chose, around the hole as it is now. */
  const chosen = computed<Rectangle | undefined>(() => {
    const wanted = library.selected && placed.value.get(library.selected.id)
    return wanted && limits.value && heldFrame(wanted, limits.value)
  })
  const current = computed<Framing | undefined>(() => {
    if (!limits.value) return undefined
    const { photo, hole, modelSize } = limits.value
    return chosen.value ? framingOf(chosen.value, modelSize) : frameHole(photo, hole, modelSize)
  })
  /** Of holes far apart each has a frame of its own; looked for when a stroke is finished. */
  const apart = shallowRef<readonly Framing[]>([])
  /** All that the model will see: the frame that a person chose holds every hole. */
  const seen = computed<readonly Framing[]>(() => {
    if (!current.value) return []
    return chosen.value || apart.value.length < 2 ? [current.value] : apart.value
  })
  /** Where most of the photo's pixels go into one of the model's. */
  const coarsest = computed(() => [...seen.value].sort((a, b) => enlargement(b) - enlargement(a)).at(0))
  const movable = computed(() => limits.value !== undefined && canMove(limits.value))
  /** How many of the photo's pixels one of the model's stands for, along a side. */
  const enlarged = computed(() => (coarsest.value ? enlargement(coarsest.value) : 1))

  /** What the model draws is coarser than the photo. */
  const coarse = computed(() => enlarged.value > 1)
  /** At the model's own scale both are the same. */
  const fit = computed(() => (coarse.value ? workbench.fit : 'model'))

  /** What there is to draw. Looks at every pixel of the frame: only when a stroke is finished. */
  const hole = shallowRef<HoleSize>()
  watch(
    [
      () => library.selected?.id,
      () => library.selected && masks.of(library.selected).settled.value,
      () => workbench.model?.configuration.size,
      chosen,
    ],
    () => {
      const mask = library.selected && masks.of(library.selected).bitmap
      apart.value = mask && limits.value ? framedApart(mask, limits.value) : []
      hole.value = mask && current.value && total(seen.value.map((framing) => holeSize(mask, framing)))
    },
    { immediate: true },
  )

  function put(change: (frame: Rectangle, limits: FrameLimits) => Rectangle): void {
    if (!library.selected || !limits.value || !current.value || !movable.value) return
    placed.value.set(library.selected.id, change(current.value.frame, limits.value))
  }

  /** Puts it where a drag from `from` by a handle leads. */
  function drag(from: Rectangle, handle: FrameHandle, start: Point, to: Point): void {
    const by = { x: Math.round(to.x - start.x), y: Math.round(to.y - start.y) }
    const whole = handle.x === 0 && handle.y === 0
    put((_, at) => (whole ? movedFrame(from, by, at) : drawnFrame(from, handle, to, at)))
  }

  /** Where it was for a result; undefined: wherever it is by itself. */
  function place(photoId: string, frame: Rectangle | undefined): void {
    if (frame) placed.value.set(photoId, { ...frame })
    else placed.value.delete(photoId)
  }

  function move(by: Point): void {
    put((frame, at) => movedFrame(frame, by, at))
  }

  function grow(by: number): void {
    put((frame, at) => grownFrame(frame, by, at))
  }

  function reset(): void {
    if (library.selected) placed.value.delete(library.selected.id)
  }

  return {
    chosen,
    current,
    seen,
    coarsest,
    movable,
    enlarged,
    coarse,
    fit,
    hole,
    place,
    drag,
    move,
    grow,
    reset,
  }
})

function framedApart(mask: Bitmap, { photo, modelSize }: FrameLimits): Framing[] {
  const { holes } = HoleMap.of(mask.data, mask.width, mask.height, modelSize)
  return holes.map(({ bounds }) => frameHole(photo, bounds, modelSize))
}

function total(holes: readonly HoleSize[]): HoleSize {
  const sum = (value: (hole: HoleSize) => number): number => holes.reduce((all, hole) => all + value(hole), 0)
  return {
    pixels: sum(({ pixels }) => pixels),
    unknown: sum(({ unknown }) => unknown),
    followed: holes.some(({ followed }) => followed),
  }
}
