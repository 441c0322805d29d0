import { shallowRef, type Ref } from 'vue'
import type { Point } from '../canvas/brush'

export interface Lasso {
  /** In photo pixels; empty while none is begun. */
  readonly points: Readonly<Ref<readonly Point[]>>
  /** 0 takes away what it goes round. */
  readonly value: Readonly<Ref<0 | 1>>
  begin(at: Point, value: 0 | 1): void
  add(...points: readonly Point[]): void
  /** Takes the last point back; the first one ends it. */
  back(): void
  /** Joins the last point to the first and fills; two points are too few, and are dropped. */
  close(): void
  drop(): void
  /** Enter, Backspace and Escape while one is begun; says whether it took the key. */
  onKey(event: KeyboardEvent): boolean
}

/** An outline being drawn, in one go or point by point, by pointer or keys. */
export function useLasso(fill: (points: readonly Point[], value: 0 | 1) => void): Lasso {
  const points = shallowRef<readonly Point[]>([])
  const value = shallowRef<0 | 1>(1)

  function begin(at: Point, what: 0 | 1): void {
    value.value = what
    points.value = [at]
  }

  function add(...more: readonly Point[]): void {
    points.value = [...points.value, ...more]
  }

  function back(): void {
    points.value = points.value.slice(0, -1)
  }

  function close(): void {
    const outline = points.value
    points.value = []
    if (outline.length > 2) fill(outline, value.value)
  }

  function drop(): void {
    points.value = []
  }

  function onKey(event: KeyboardEvent): boolean {
    if (points.value.length === 0) return false
    const undo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey)
    if (event.key === 'Backspace' || undo) back()
    else if (event.key === 'Escape') drop()
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) close()
    else return false
    return true
  }

  return { points, value, begin, add, back, close, drop, onKey }
}
