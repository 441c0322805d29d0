import { computed, onMounted, onUnmounted, ref, shallowRef, type Ref } from 'vue'
import type { Point } from '../canvas/brush'
import type { MaskDocument } from '../canvas/maskDocument'
import { toPhoto, type Size } from '../canvas/viewport'
import type { Rectangle } from '../../shared/geometry'
import type { Tool } from '../stores/workbench'
import { typing } from './keys'
import type { Grips } from './useGrips'
import type { Lasso } from './useLasso'
import { useTouches } from './useTouches'
import type { ViewportControl } from './useViewport'

interface Sources {
  readonly element: Readonly<Ref<HTMLElement | null>>
  readonly control: ViewportControl
  readonly photo: Readonly<Ref<Size | undefined>>
  readonly mask: Readonly<Ref<MaskDocument | undefined>>
  readonly tool: Readonly<Ref<Tool>>
  readonly diameter: Readonly<Ref<number>>
  /** False while a result is shown: then pressing shows the original. */
  readonly editing: Readonly<Ref<boolean>>
  readonly peek: (on: boolean) => void
  /** What lies on the photo to be moved: it comes before painting and peeking. */
  readonly grips: Pick<Grips, 'there' | 'grab'>
  readonly lasso: Lasso
}

export interface Painting {
  /** The pointer over the stage, CSS pixels; undefined elsewhere. */
  readonly pointer: Readonly<Ref<Point | undefined>>
  /** The tool in effect: the eraser while Alt is held. */
  readonly active: Readonly<Ref<Tool>>
  /** The rectangle being dragged, in photo pixels. */
  readonly dragged: Readonly<Ref<Rectangle | undefined>>
  /** The pointer moves the photo, or would. */
  readonly panning: Readonly<Ref<boolean>>
  readonly handlers: Record<string, (event: PointerEvent) => void>
}

/** Pixels of the screen within which a press is no drag, and the first point of a lasso is met. */
const slack = 5
const meeting = 11

type Gesture =
  | { readonly kind: 'pan'; last: Point }
  | { readonly kind: 'stroke'; last: Point; readonly value: 0 | 1 }
  | { readonly kind: 'rectangle'; readonly from: Point; readonly value: 0 | 1 }
  | { readonly kind: 'lasso'; readonly from: Point; readonly fresh: boolean; drawn: boolean }
  | { readonly kind: 'move'; readonly moveTo: (at: Point) => void }
  | { readonly kind: 'peek' }

/** What the pointer does on the stage: paints, draws outlines and rectangles, moves the photo and what lies on it. */
export function usePainting(sources: Sources): Painting {
  const { element, control, photo, mask, tool, diameter, editing, peek, grips, lasso } = sources
  const touches = useTouches(control)
  const pointer = shallowRef<Point>()
  const dragged = shallowRef<Rectangle>()
  const altHeld = ref(false)
  const spaceHeld = ref(false)
  const gesture = shallowRef<Gesture>()

  const active = computed<Tool>(() => (altHeld.value && tool.value === 'brush' ? 'eraser' : tool.value))
  const panning = computed(() => spaceHeld.value || gesture.value?.kind === 'pan')

  function position(event: PointerEvent): Point {
    const box = element.value?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) }
  }

  function onDown(event: PointerEvent): void {
    const at = position(event)
    if (event.pointerType === 'touch' && touches.down(event.pointerId, at)) giveUp()
    if (gesture.value || !photo.value || touches.pinching()) return
    altHeld.value = event.altKey
    if (event.button === 1 || (event.button === 0 && spaceHeld.value)) {
      event.preventDefault()
      gesture.value = { kind: 'pan', last: at }
    } else if (event.button === 0 && grips.there.value) {
      const { scale } = control.viewport.value
      const moveTo = grips.grab(toPhoto(control.viewport.value, at), scale)
      gesture.value = moveTo ? { kind: 'move', moveTo } : { kind: 'pan', last: at }
    } else if (event.button === 0 && !editing.value) {
      peek(true)
      gesture.value = { kind: 'peek' }
    } else if (event.button === 0) startMark(toPhoto(control.viewport.value, at))
    if (gesture.value) element.value?.setPointerCapture(event.pointerId)
  }

  /** A second finger came: what the first one began was the beginning of a pinch. */
  function giveUp(): void {
    if (gesture.value?.kind === 'stroke') mask.value?.abandon()
    if (gesture.value?.kind === 'lasso' && gesture.value.fresh) lasso.drop()
    if (gesture.value?.kind === 'peek') peek(false)
    gesture.value = undefined
    dragged.value = undefined
  }

  function startMark(at: Point): void {
    const value = altHeld.value || tool.value === 'eraser' ? 0 : 1
    if (tool.value === 'lasso') {
      startLasso(at, value)
      return
    }
    if (tool.value === 'rectangle') {
      gesture.value = { kind: 'rectangle', from: at, value }
      return
    }
    mask.value?.begin()
    mask.value?.paint(at, at, diameter.value, value)
    gesture.value = { kind: 'stroke', last: at, value }
  }

  function startLasso(at: Point, value: 0 | 1): void {
    const [first] = lasso.points.value
    const { scale } = control.viewport.value
    const met = first && Math.hypot(first.x - at.x, first.y - at.y) * scale <= meeting
    if (met && lasso.points.value.length > 2) {
      lasso.close()
      return
    }
    if (first) lasso.add(at)
    else lasso.begin(at, value)
    gesture.value = { kind: 'lasso', from: at, fresh: !first, drawn: false }
  }

  function drawLasso(now: Gesture & { kind: 'lasso' }, event: PointerEvent): void {
    const at = toPhoto(control.viewport.value, position(event))
    const { scale } = control.viewport.value
    now.drawn ||= Math.hypot(at.x - now.from.x, at.y - now.from.y) * scale > slack
    if (now.drawn) lasso.add(...passed(event).map((part) => toPhoto(control.viewport.value, position(part))))
  }

  function onMove(event: PointerEvent): void {
    pointer.value = position(event)
    touches.move(event.pointerId, pointer.value)
    const now = gesture.value
    if (!now) return
    if (now.kind === 'pan') {
      control.pan({ x: pointer.value.x - now.last.x, y: pointer.value.y - now.last.y })
      now.last = pointer.value
    } else if (now.kind === 'move') {
      now.moveTo(toPhoto(control.viewport.value, pointer.value))
    } else if (now.kind === 'stroke') {
      for (const part of passed(event)) {
        const at = toPhoto(control.viewport.value, position(part))
        mask.value?.paint(now.last, at, diameter.value, now.value)
        now.last = at
      }
    } else if (now.kind === 'lasso') {
      drawLasso(now, event)
    } else if (now.kind === 'rectangle' && photo.value) {
      dragged.value = spanned(now.from, toPhoto(control.viewport.value, pointer.value), photo.value)
    }
  }

  function onUp(event: PointerEvent): void {
    if (touches.up(event.pointerId)) return
    const now = gesture.value
    gesture.value = undefined
    if (now?.kind === 'stroke') mask.value?.end()
    if (now?.kind === 'peek') peek(false)
    // Drawn in one go it is done; a press without a way sets the first of single points.
    if (now?.kind === 'lasso' && now.fresh && now.drawn) lasso.close()
    if (now?.kind === 'rectangle' && dragged.value) mask.value?.rectangle(dragged.value, now.value)
    dragged.value = undefined
  }

  function onLeave(): void {
    if (!gesture.value) pointer.value = undefined
  }

  function onKey(event: KeyboardEvent): void {
    const down = event.type === 'keydown'
    if (event.key === 'Alt') {
      altHeld.value = down
      // Else the menu bar takes the focus on some systems.
      event.preventDefault()
    }
    // Over the photo Space moves it, whichever button was pressed last; elsewhere it presses that button.
    // Taken by whoever paints by keys.
    if (down && event.defaultPrevented) return
    if (event.key !== ' ' || typing(event) || (!pointer.value && !spaceHeld.value)) return
    spaceHeld.value = down
    event.preventDefault()
  }

  function onBlur(): void {
    altHeld.value = false
    spaceHeld.value = false
  }

  onMounted(() => {
    window.addEventListener('keydown', onKey)
    window.addEventListener('keyup', onKey)
    window.addEventListener('blur', onBlur)
  })
  onUnmounted(() => {
    window.removeEventListener('keydown', onKey)
    window.removeEventListener('keyup', onKey)
    window.removeEventListener('blur', onBlur)
    mask.value?.end()
    peek(false)
  })

  const handlers = {
    pointerdown: onDown,
    pointermove: onMove,
    pointerup: onUp,
    pointercancel: onUp,
    pointerleave: onLeave,
    dblclick: () => lasso.close(),
  }
  return { pointer, active, dragged, panning, handlers }
}

/** Everything the pointer passed since the last frame, so that a quick curve stays a curve. */
function passed(event: PointerEvent): PointerEvent[] {
  const parts = event.getCoalescedEvents()
  return parts.length > 0 ? parts : [event]
}

/** The whole pixels between two corners, on the photo; undefined where there are none. */
export function spanned(a: Point, b: Point, photo: Size): Rectangle | undefined {
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x)))
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y)))
  const right = Math.min(photo.width, Math.ceil(Math.max(a.x, b.x)))
  const bottom = Math.min(photo.height, Math.ceil(Math.max(a.y, b.y)))
  if (right <= left || bottom <= top) return undefined
  return { x: left, y: top, width: right - left, height: bottom - top }
}
