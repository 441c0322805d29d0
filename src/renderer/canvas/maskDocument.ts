import { ref, type Ref } from 'vue'
import { maskBounds } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import { createBitmap, crop, fillRectangle, invert, paste, union, wholeOf, type Bitmap } from './bitmap'
import { paintLine, type Point } from './brush'
import { decodeRuns, encodeRuns } from './runs'

/** One undoable change: run lengths of a rectangle before and after. */
interface Change {
  readonly area: Rectangle
  readonly before: Uint8Array
  readonly after: Uint8Array
}

const historyLimit = 200

/**
 * The mask of one photo with its history. A stroke is begun, painted in pieces and ended; each is one
 * undo. The bitmap itself is not reactive (it is large): watch `revision` (any change of pixels) or
 * `settled` (a finished change).
 */
export class MaskDocument {
  readonly bitmap: Bitmap
  readonly revision: Ref<number> = ref(0)
  readonly settled: Ref<number> = ref(0)
  /** What changed at the last revision; undefined for everything. */
  changed: Rectangle | undefined
  /** Told of every finished change; a plain callback, since a watcher would end with the view that made it. */
  onSettled: (() => void) | undefined

  private past: Change[] = []
  private future: Change[] = []
  private before: Uint8Array | undefined
  private touched: Rectangle | undefined
  private known: { readonly bounds: Rectangle | undefined } | undefined

  constructor(width: number, height: number, data?: Uint8Array) {
    this.bitmap = data ? { width, height, data } : createBitmap(width, height)
  }

  /**
   * The smallest rectangle around what is to be filled. While a stroke lasts it only grows, since looking
   * at every pixel of a large photo at each move of the pointer would be felt; then it is exact again.
   */
  get bounds(): Rectangle | undefined {
    if (this.revision.value >= 0 && this.settled.value >= 0 && this.known) return this.known.bounds
    const { data, width, height } = this.bitmap
    this.known = { bounds: maskBounds(data, width, height) }
    return this.known.bounds
  }

  get canUndo(): boolean {
    return this.settled.value >= 0 && this.past.length > 0
  }

  get canRedo(): boolean {
    return this.settled.value >= 0 && this.future.length > 0
  }

  begin(): void {
    if (this.before) this.end()
    this.before = this.bitmap.data.slice()
    this.touched = undefined
  }

  paint(from: Point, to: Point, diameter: number, value: 0 | 1): void {
    const area = paintLine(this.bitmap, from, to, diameter, value)
    if (this.known && value === 1) this.known = { bounds: union(this.known.bounds, area) }
    this.touch(area)
  }

  rectangle(area: Rectangle, value: 0 | 1): void {
    this.once(() => fillRectangle(this.bitmap, area, value))
  }

  invert(): void {
    this.once(() => {
      invert(this.bitmap)
      return wholeOf(this.bitmap)
    })
  }

  /** Puts another mask in its place, [height, width]: one step to undo. */
  replace(data: Uint8Array): void {
    this.once(() => {
      this.bitmap.data.set(data)
      return wholeOf(this.bitmap)
    })
  }

  clear(): void {
    this.once(() => fillRectangle(this.bitmap, wholeOf(this.bitmap), 0))
  }

  /** Ends the stroke; one that changed nothing leaves no trace in the history. */
  end(): void {
    const { before, touched } = this
    this.before = undefined
    this.touched = undefined
    this.known = undefined
    if (!before || !touched) return
    const old = encodeRuns(crop(before, this.bitmap.width, touched))
    const now = encodeRuns(crop(this.bitmap.data, this.bitmap.width, touched))
    if (old.length === now.length && old.every((byte, i) => byte === now[i])) return
    this.past.push({ area: touched, before: old, after: now })
    if (this.past.length > historyLimit) this.past.shift()
    this.future = []
    this.settle()
  }

  undo(): void {
    this.end()
    const change = this.past.pop()
    if (!change) return
    this.future.push(change)
    this.restore(change.area, change.before)
  }

  redo(): void {
    this.end()
    const change = this.future.pop()
    if (!change) return
    this.past.push(change)
    this.restore(change.area, change.after)
  }

  private once(change: () => Rectangle | undefined): void {
    this.begin()
    this.touch(change())
    this.end()
  }

  private touch(area: Rectangle | undefined): void {
    if (!area) return
    this.touched = union(this.touched, area)
    this.changed = area
    this.revision.value++
  }

  private restore(area: Rectangle, runs: Uint8Array): void {
    const part = decodeRuns(runs, area.width * area.height)
    if (!part) throw new Error('A step of the mask history is damaged.')
    paste(this.bitmap, area, part)
    this.known = undefined
    this.changed = area
    this.revision.value++
    this.settle()
  }

  private settle(): void {
    this.settled.value++
    this.onSettled?.()
  }
}
