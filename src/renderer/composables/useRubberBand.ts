import { onUnmounted, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Rectangle } from '../../shared/geometry'

/** Pixels that a pointer moves before it draws a rectangle: less is a click. */
const slack = 4

/** Pixels from the edge within which the list scrolls along, and the most it does in a frame. */
const edge = 40
const fastest = 24

interface Start {
  readonly x: number
  readonly y: number
  readonly pointer: number
}

/**
 * A rectangle drawn over what a list shows, in the coordinates of its content, which scrolls along at the edges.
 * `changed` hears of each new one, `began` of the first.
 */
export function useRubberBand(
  list: Readonly<Ref<HTMLElement | null>>,
  content: Readonly<Ref<HTMLElement | null>>,
  heard: { readonly began: (event: PointerEvent) => void; readonly changed: (area: Rectangle) => void },
): { area: ShallowRef<Rectangle | undefined>; begin: (event: PointerEvent) => void } {
  const area = shallowRef<Rectangle>()
  let start: Start | undefined
  let last: PointerEvent | undefined
  let frame = 0

  function place(event: PointerEvent): { x: number; y: number } {
    const box = content.value?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) }
  }

  function begin(event: PointerEvent): void {
    if (event.button !== 0 || event.pointerType === 'touch') return
    start = { ...place(event), pointer: event.pointerId }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }

  function onMove(event: PointerEvent): void {
    if (!start || event.pointerId !== start.pointer) return
    const { x, y } = place(event)
    if (!area.value) {
      if (Math.hypot(x - start.x, y - start.y) < slack) return
      heard.began(event)
      frame = requestAnimationFrame(scrollAlong)
    }
    last = event
    draw()
  }

  function draw(): void {
    if (!start || !last) return
    const { x, y } = place(last)
    area.value = {
      x: Math.min(x, start.x),
      y: Math.min(y, start.y),
      width: Math.abs(x - start.x),
      height: Math.abs(y - start.y),
    }
    heard.changed(area.value)
  }

  function scrollAlong(): void {
    const box = list.value?.getBoundingClientRect()
    if (box && last && list.value) {
      const above = box.top + edge - last.clientY
      const below = last.clientY - (box.bottom - edge)
      const by = above > 0 ? -Math.min(fastest, above) : Math.min(fastest, Math.max(0, below))
      if (by !== 0) {
        list.value.scrollTop += by
        draw()
      }
    }
    frame = requestAnimationFrame(scrollAlong)
  }

  function end(): void {
    cancelAnimationFrame(frame)
    window.removeEventListener('pointermove', onMove)
    window.removeEventListener('pointerup', end)
    window.removeEventListener('pointercancel', end)
    start = undefined
    last = undefined
    area.value = undefined
  }

  onUnmounted(end)
  return { area, begin }
}
