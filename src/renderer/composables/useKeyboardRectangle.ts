import { shallowRef, type Ref } from 'vue'
import type { Size } from '../canvas/viewport'
import type { Rectangle } from '../../shared/geometry'

/**
 * A rectangle drawn by keys alone. Enter on the stage opens one in the middle of the photo; arrows move it,
 * Shift and arrows resize it, Enter fills it, Escape drops it. Returns whether it took the key.
 */
export function useKeyboardRectangle(
  photo: Readonly<Ref<Size | undefined>>,
  fill: (area: Rectangle) => void,
): {
  area: Readonly<Ref<Rectangle | undefined>>
  onKey: (event: KeyboardEvent) => boolean
  drop: () => void
} {
  const area = shallowRef<Rectangle>()

  function onKey(event: KeyboardEvent): boolean {
    const size = photo.value
    if (!size) return false
    const now = area.value
    if (!now) {
      if (event.key !== 'Enter') return false
      const [width, height] = [Math.ceil(size.width / 2), Math.ceil(size.height / 2)]
      area.value = {
        x: Math.floor((size.width - width) / 2),
        y: Math.floor((size.height - height) / 2),
        width,
        height,
      }
      return true
    }
    if (event.key === 'Enter') fill(now)
    if (event.key === 'Enter' || event.key === 'Escape') {
      area.value = undefined
      return true
    }
    const step = Math.max(1, Math.round(Math.max(size.width, size.height) / 56))
    const across = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : 0
    const down = event.key === 'ArrowUp' ? -step : event.key === 'ArrowDown' ? step : 0
    if (across === 0 && down === 0) return false
    area.value = event.shiftKey ? resized(now, across, down, size) : moved(now, across, down, size)
    return true
  }

  return { area, onKey, drop: () => (area.value = undefined) }
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

function moved(area: Rectangle, across: number, down: number, photo: Size): Rectangle {
  return {
    ...area,
    x: within(area.x + across, 0, photo.width - area.width),
    y: within(area.y + down, 0, photo.height - area.height),
  }
}

function resized(area: Rectangle, across: number, down: number, photo: Size): Rectangle {
  return {
    ...area,
    width: within(area.width + across, 1, photo.width - area.x),
    height: within(area.height + down, 1, photo.height - area.y),
  }
}
