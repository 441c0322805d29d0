import { note, type NoteEvent } from '../../../shared/jobEvents'
import type { Clock } from '../../host'

/** Milliseconds of drawing that tell the rest, or the share of all pixels that does. */
const enough = { milliseconds: 1000, share: 0.25 }

/** What comes on top of the rows: each image is then judged as a whole, which takes most of as long again. */
const judging = 1.75

/**
 * How long drawing at the photo's own size takes: says so once, as soon as a part of it has been measured, and tells
 * when the time that a person allows is over.
 */
export class NativePace {
  #done = 0
  #spent = 0
  #longest = 0
  #windowBegan: number | undefined
  /** Since when and from which pixel on the pace is measured: what comes before the first row is done only once. */
  #from: { readonly at: number; readonly done: number } | undefined
  #isTold = false

  constructor(
    private readonly clock: Clock,
    private readonly note: (note: NoteEvent) => void,
    /** Of all holes. */
    private readonly pixels: number,
    /** Most seconds that it may take; left out: as many as it does. */
    private readonly seconds?: number,
  ) {}

  beginWindow(): void {
    this.#windowBegan = this.clock.milliseconds()
  }

  /** So many pixels of the holes were drawn, in all variants. */
  drawn(pixels: number): void {
    const now = this.clock.milliseconds()
    this.#done += pixels
    if (this.#isTold) return
    const { at, done } = this.#from ?? { at: this.#windowBegan ?? now, done: 0 }
    const isLong = this.#from !== undefined && now - at >= enough.milliseconds
    const isMeasured = isLong || this.#done >= enough.share * this.pixels
    if (isMeasured) this.#tell(((now - at) / (this.#done - done)) * this.pixels * judging)
    else this.#from ??= { at: now, done: this.#done }
  }

  endWindow(): void {
    const took = this.clock.milliseconds() - (this.#windowBegan ?? this.clock.milliseconds())
    this.#spent += took
    this.#longest = Math.max(this.#longest, took)
  }

  /** Whether another window would end after the time that is allowed. */
  get isOver(): boolean {
    return this.seconds !== undefined && this.#spent + this.#longest > this.seconds * 1000
  }

  #tell(milliseconds: number): void {
    this.#isTold = true
    const [takes, { seconds }] = [milliseconds / 1000, this]
    const isLimited = seconds !== undefined && takes > seconds
    this.note(isLimited ? note('notes.takesLonger', { takes, seconds }) : note('notes.takes', { takes }))
  }
}
