import type { Point } from '../canvas/brush'
import type { ViewportControl } from './useViewport'

export interface Touches {
  /** Two fingers are on the photo: they move and zoom it, and paint nothing. */
  readonly pinching: () => boolean
  /** A finger came down; says whether it is the second. */
  down(id: number, at: Point): boolean
  move(id: number, at: Point): void
  /** A finger went up; says whether it was one of two. */
  up(id: number): boolean
}

/** Two fingers on a touch screen: the photo's points under them stay under them. */
export function useTouches(control: Pick<ViewportControl, 'zoom' | 'pan'>): Touches {
  const fingers = new Map<number, Point>()

  function spread(): { middle: Point; distance: number } | undefined {
    const [a, b] = fingers.values()
    if (!a || !b) return undefined
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
    return { middle, distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) }
  }

  return {
    pinching: () => fingers.size > 1,
    down(id, at) {
      fingers.set(id, at)
      return fingers.size === 2
    },
    move(id, at) {
      if (!fingers.has(id)) return
      const before = spread()
      fingers.set(id, at)
      const now = spread()
      if (!before || !now) return
      control.pan({ x: now.middle.x - before.middle.x, y: now.middle.y - before.middle.y })
      control.zoom(now.distance / before.distance, now.middle)
    },
    up(id) {
      const two = fingers.size > 1
      fingers.delete(id)
      return two
    },
  }
}
