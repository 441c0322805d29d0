import { computed, ref, shallowRef, type Ref } from 'vue'
import type { Point } from '../canvas/brush'
import type { MaskDocument } from '../canvas/maskDocument'
import { toPhoto, type Size } from '../canvas/viewport'
import type { Rectangle } from '../../shared/geometry'
import type { Tool } from '../stores/workbench'
import type { Lasso } from './useLasso'
import { spanned } from './usePainting'
import type { ViewportControl } from './useViewport'

interface Sources {
  readonly control: ViewportControl
  readonly stage: Readonly<Ref<Size>>
  readonly photo: Readonly<Ref<Size | undefined>>
  readonly mask: Readonly<Ref<MaskDocument | undefined>>
  readonly tool: Readonly<Ref<Tool>>
  readonly diameter: Readonly<Ref<number>>
  readonly lasso: Lasso
}

export interface KeyboardCursor {
  /** The middle of the pixel it is on; undefined while nobody works by keys. */
  readonly at: Readonly<Ref<Point | undefined>>
  /** From the corner that was set to the cursor, with the rectangle in hand. */
  readonly area: Readonly<Ref<Rectangle | undefined>>
  show(): void
  hide(): void
  onKey(event: KeyboardEvent): boolean
  onKeyUp(event: KeyboardEvent): void
}

/** Pixels of the screen for one press of an arrow; with Shift as many times that. */
const step = 8
const larger = 6

/**
 * The canvas without a pointer. Arrows move a cross; Space and Enter paint with the brush there (Space held paints
 * along), set a corner of a rectangle and then the other, or a point of a lasso, which twice the same closes.
 */
export function useKeyboardCursor(sources: Sources): KeyboardCursor {
  const { control, stage, photo, mask, tool, diameter, lasso } = sources
  const at = shallowRef<Point>()
  const corner = shallowRef<Point>()
  /** Space is held and paints. */
  const painting = ref(false)
  const value = (): 0 | 1 => (tool.value === 'eraser' ? 0 : 1)

  const area = computed(() =>
    corner.value && at.value && photo.value ? spanned(corner.value, at.value, photo.value) : undefined,
  )

  function onPhoto({ x, y }: Point): Point {
    const { width, height } = photo.value ?? { width: 1, height: 1 }
    const within = (value: number, extent: number): number =>
      Math.min(extent - 1, Math.max(0, Math.floor(value))) + 0.5
    return { x: within(x, width), y: within(y, height) }
  }

  function show(): void {
    if (at.value || !photo.value || tool.value === 'frame') return
    const { width, height } = stage.value
    at.value = onPhoto(toPhoto(control.viewport.value, { x: width / 2, y: height / 2 }))
  }

  function hide(): void {
    stop()
    at.value = undefined
    corner.value = undefined
  }

  function stop(): void {
    if (painting.value) mask.value?.end()
    painting.value = false
  }

  function move(across: number, down: number, far: boolean): void {
    show()
    const from = at.value
    if (!from) return
    const by = Math.max(1, Math.round((step * (far ? larger : 1)) / control.viewport.value.scale))
    at.value = onPhoto({ x: from.x + across * by, y: from.y + down * by })
    if (painting.value) mask.value?.paint(from, at.value, diameter.value, value())
    control.reveal(at.value)
  }

  function act(here: Point, event: KeyboardEvent): void {
    if (tool.value === 'rectangle') {
      if (area.value) mask.value?.rectangle(area.value, event.altKey ? 0 : 1)
      corner.value = corner.value ? undefined : here
    } else if (tool.value === 'lasso') {
      const last = lasso.points.value.at(-1)
      if (!last) lasso.begin(here, event.altKey ? 0 : 1)
      else if (last.x === here.x && last.y === here.y) lasso.close()
      else lasso.add(here)
    } else {
      mask.value?.begin()
      mask.value?.paint(here, here, diameter.value, event.altKey ? 0 : value())
      if (event.key === ' ') painting.value = true
      else mask.value?.end()
    }
  }

  function onKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || tool.value === 'frame') return false
    const arrow = arrows[event.key]
    if (arrow && at.value) {
      move(arrow.x, arrow.y, event.shiftKey)
      return true
    }
    if (event.key === 'Escape' && corner.value) {
      corner.value = undefined
      return true
    }
    if (event.key !== 'Enter' && event.key !== ' ') return false
    if (at.value) {
      if (!event.repeat) act(at.value, event)
      return true
    }
    if (event.key === 'Enter') show()
    return event.key === 'Enter'
  }

  function onKeyUp(event: KeyboardEvent): void {
    if (event.key === ' ') stop()
  }

  return { at, area, show, hide, onKey, onKeyUp }
}

export const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
