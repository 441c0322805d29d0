import { ref, type Ref } from 'vue'
import type { Rectangle } from '../../shared/geometry'
import { decodeRuns, encodeRuns } from '../../shared/runs'
import { clip, createBitmap, fillRectangle, invert, paste, union, wholeOf, type Bitmap } from './bitmap'
import { lineBounds, paintLine, type Point } from './brush'
import { boundsOf, fillPolygon } from './polygon'
import { grow, shrink } from './spread'
import { TileMemory } from './tiles'
import { TileSums } from './tileSums'

/** One undoable change: run lengths of each tile that it touched, before and after. */
type Change = readonly {
  readonly area: Rectangle
  readonly before: Uint8Array
  readonly after: Uint8Array
}[]

const historyLimit = 200

/**
 * The mask of one photo with its history. A stroke is begun, painted in pieces and ended; each is one
 * undo. The bitmap itself is not reactive (it is large): watch `revision` (any change of pixels) or
 * `settled` (a finished change).
 */
export class MaskDocument {
  readonly revision: Ref<number> = ref(0)
  readonly settled: Ref<number> = ref(0)
  /** What changed at the last revision; undefined for everything. */
  changed: Rectangle | undefined
  /** Told of every finished change; a plain callback, since a watcher would end with the view that made it. */
  onSettled: (() => void) | undefined

  private awake: Bitmap | undefined
  private asleep = new Uint8Array()
  private past: Change[] = []
  private future: Change[] = []
  private memory: TileMemory | undefined
  private sums: TileSums | undefined
  /** While a stroke lasts. */
  private growing: Rectangle | undefined

  constructor(
    readonly width: number,
    readonly height: number,
    data?: Uint8Array,
  ) {
    this.awake = data ? { width, height, data } : createBitmap(width, height)
  }

  get bitmap(): Bitmap {
    if (!this.awake) {
      const data = decodeRuns(this.asleep, this.width * this.height)
      if (!data) throw new Error('A mask that was put aside is damaged.')
      this.awake = { width: this.width, height: this.height, data }
    }
    return this.awake
  }

  /** Takes a few kilobytes instead of a byte a pixel, until it is looked at again. */
  rest(): void {
    if (!this.awake || this.memory) return
    this.asleep = encodeRuns(this.awake.data)
    this.awake = undefined
    this.sums = undefined
  }

  /** Run lengths of all of it, to be kept. */
  runs(): Uint8Array<ArrayBuffer> {
    return this.awake ? encodeRuns(this.awake.data) : this.asleep
  }

  /**
   * The smallest rectangle around what is to be filled. While a stroke lasts it only grows, since looking
   * at every pixel at each move of the pointer would be felt; then it is exact again.
   */
  get bounds(): Rectangle | undefined {
    this.look()
    return union(this.counted().bounds, this.growing)
  }

  /** The share of the photo that is to be filled, 0 to 1; as it was before a stroke while that lasts. */
  get coverage(): number {
    this.look()
    return this.counted().pixels / (this.width * this.height)
  }

  get canUndo(): boolean {
    return this.settled.value >= 0 && this.past.length > 0
  }

  get canRedo(): boolean {
    return this.settled.value >= 0 && this.future.length > 0
  }

  begin(): void {
    if (this.memory) this.end()
    // Counted now, as it is before: what the stroke touches is counted when it ends.
    this.counted()
    this.memory = new TileMemory(this.bitmap)
  }

  paint(from: Point, to: Point, diameter: number, value: 0 | 1): void {
    const area = clip(this.bitmap, lineBounds(from, to, diameter))
    this.change(area, (bitmap) => paintLine(bitmap, from, to, diameter, value))
    if (value === 1) this.growing = union(this.growing, area)
  }

  /** Ends the stroke; one that changed nothing leaves no trace in the history. */
  end(): void {
    const change = [...(this.memory?.changed() ?? [])].map(({ area, before, after }) => ({
      area,
      before: encodeRuns(before),
      after: encodeRuns(after),
    }))
    this.memory = undefined
    this.growing = undefined
    if (change.length === 0) return
    this.past.push(change)
    if (this.past.length > historyLimit) this.past.shift()
    this.future = []
    for (const { area } of change) this.sums?.update(area)
    this.settle()
  }

  /** Gives the stroke up: everything is as before it. */
  abandon(): void {
    if (!this.memory) return
    this.memory.restore()
    this.memory = undefined
    this.growing = undefined
    this.changed = undefined
    this.revision.value++
  }

  rectangle(area: Rectangle, value: 0 | 1): void {
    this.once(clip(this.bitmap, area), (bitmap) => fillRectangle(bitmap, area, value))
  }

  polygon(points: readonly Point[], value: 0 | 1): void {
    if (points.length < 3) return
    this.once(clip(this.bitmap, boundsOf(points)), (bitmap) => fillPolygon(bitmap, points, value))
  }

  invert(): void {
    this.once(wholeOf(this.bitmap), invert)
  }

  clear(): void {
    const { bounds } = this
    if (bounds) this.once(bounds, (bitmap) => fillRectangle(bitmap, bounds, 0))
  }

  /** By a disc of so many pixels around each that is filled. */
  grow(by: number): void {
    const { bounds } = this
    if (!bounds) return
    const size = { width: bounds.width + 2 * by, height: bounds.height + 2 * by }
    this.once(clip(this.bitmap, { x: bounds.x - by, y: bounds.y - by, ...size }), (bitmap) =>
      grow(bitmap, bounds, by),
    )
  }

  shrink(by: number): void {
    const { bounds } = this
    if (bounds) this.once(bounds, (bitmap) => shrink(bitmap, bounds, by))
  }

  /** Another mask of the same size takes its place, as one change. */
  replace(data: Uint8Array): void {
    this.once(wholeOf(this.bitmap), (bitmap) => bitmap.data.set(data))
  }

  /** What was kept comes under what there is: no change of a person's, so it can't be undone. */
  adopt(data: Uint8Array): void {
    this.end()
    const { bitmap } = this
    if (this.settled.value === 0) bitmap.data.set(data)
    else for (let i = 0; i < data.length; i++) bitmap.data[i] = bitmap.data[i] || (data[i] ?? 0)
    this.sums = undefined
    this.changed = undefined
    this.revision.value++
    this.settled.value++
  }

  undo(): void {
    this.end()
    const change = this.past.pop()
    if (!change) return
    this.future.push(change)
    this.restore(change, 'before')
  }

  redo(): void {
    this.end()
    const change = this.future.pop()
    if (!change) return
    this.past.push(change)
    this.restore(change, 'after')
  }

  /** Whoever asks inside a computed is told when it changes. */
  private look(): boolean {
    return this.revision.value >= 0 && this.settled.value >= 0
  }

  private counted(): TileSums {
    return (this.sums ??= new TileSums(this.bitmap))
  }

  private once(area: Rectangle | undefined, change: (bitmap: Bitmap) => unknown): void {
    this.begin()
    this.change(area, change)
    this.end()
  }

  private change(area: Rectangle | undefined, change: (bitmap: Bitmap) => unknown): void {
    if (!area || !this.memory) return
    this.memory.remember(area)
    change(this.bitmap)
    this.changed = area
    this.revision.value++
  }

  private restore(change: Change, side: 'before' | 'after'): void {
    let all: Rectangle | undefined
    for (const { area, [side]: runs } of change) {
      const part = decodeRuns(runs, area.width * area.height)
      if (!part) throw new Error('A step of the mask history is damaged.')
      paste(this.bitmap, area, part)
      this.sums?.update(area)
      all = union(all, area)
    }
    this.changed = all
    this.revision.value++
    this.settle()
  }

  private settle(): void {
    this.settled.value++
    this.onSettled?.()
  }
}
