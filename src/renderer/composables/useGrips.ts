import { computed, type Ref } from 'vue'
import type { Point } from '../canvas/brush'
import { handleAt } from '../canvas/movableFrame'
import { useFrame } from '../stores/frame'
import { useLiking } from '../stores/liking'

/** Pixels of the screen within which a corner is taken hold of. */
const reach = 12

export interface Grips {
  /** Something on the photo is there to be moved, so that pressing does nothing else. */
  readonly there: Readonly<Ref<boolean>>
  /** What a press at a point of the photo takes hold of, as what a move does with it. `scale`: screen / photo. */
  grab(at: Point, scale: number): ((to: Point) => void) | undefined
  cursor(at: Point | undefined, scale: number): string
  /** Moves it by keys; says whether it took the key. */
  onKey(event: KeyboardEvent): boolean
}

/** What lies on the photo and can be moved: the frame, with its tool in hand, or the line of "more like this". */
export function useGrips(framing: Readonly<Ref<boolean>>): Grips {
  const frame = useFrame()
  const liking = useLiking()

  function grab(at: Point, scale: number): ((to: Point) => void) | undefined {
    if (liking.below) {
      liking.row = at.y
      return (to) => (liking.row = to.y)
    }
    const from = framing.value ? frame.current?.frame : undefined
    const handle = from && handleAt(from, at, reach / scale)
    return from && handle ? (to) => frame.drag(from, handle, at, to) : undefined
  }

  function cursor(at: Point | undefined, scale: number): string {
    if (liking.below) return 'ns-resize'
    const area = frame.current?.frame
    const handle = at && area && handleAt(area, at, reach / scale)
    if (!handle || !frame.movable) return 'default'
    if (handle.x === 0) return 'move'
    return handle.x === handle.y ? 'nwse-resize' : 'nesw-resize'
  }

  function onKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    const by = arrow(event.key)
    if (!by) return false
    if (liking.below) {
      if (by.y === 0) return false
      const { from = 0, to = 0 } = liking.range ?? {}
      liking.row += by.y * (event.shiftKey ? Math.max(1, Math.round((to - from) / 8)) : 1)
      return true
    }
    const area = frame.current?.frame
    if (!framing.value || !area) return false
    const step = Math.max(1, Math.round(Math.max(area.width, area.height) / 40))
    if (event.shiftKey) frame.grow(step * 2 * (by.x + by.y))
    else frame.move({ x: by.x * step, y: by.y * step })
    return true
  }

  return { there: computed(() => framing.value || liking.below), grab, cursor, onKey }
}

function arrow(key: string): Point | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { x: -1, y: 0 }
    case 'ArrowRight':
      return { x: 1, y: 0 }
    case 'ArrowUp':
      return { x: 0, y: -1 }
    case 'ArrowDown':
      return { x: 0, y: 1 }
    default:
      return undefined
  }
}
