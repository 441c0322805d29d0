import type { JobPicture } from '../../shared/contract/entities'
import type { RowEvent } from '../../shared/jobEvents'
import type { MetricsPoint } from '../../shared/jobs'

/** Ten tellings a second: more nobody can see. */
export const outboxSpacing = 100

/** Most pictures in one telling: as many as can be looked at. */
const mostPictures = 24

export interface OutboxSinks {
  rows(rows: RowEvent[]): void
  metrics(points: MetricsPoint[]): void
  /** The newest of those that were finished, where there are too many to tell of each. */
  pictures(pictures: JobPicture[]): void
  /** The job's progress is not what it was when last told. */
  progress(): void
}

/**
 * Gathers what one job says and hands it on about ten times a second: the first word at once, the rest in
 * batches, in the order they came, and nothing lost but older pictures where more come than can be seen. `flush` before telling anything that must come after.
 */
export class Outbox {
  #rows: RowEvent[] = []
  #points: MetricsPoint[] = []
  #pictures: JobPicture[] = []
  #progressed = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly sinks: OutboxSinks) {}

  row(row: RowEvent): void {
    this.#rows.push(row)
    this.#schedule()
  }

  metrics(points: readonly MetricsPoint[]): void {
    this.#points.push(...points)
    this.#schedule()
  }

  picture(picture: JobPicture): void {
    this.#pictures.push(picture)
    if (this.#pictures.length > mostPictures) this.#pictures.shift()
    this.#schedule()
  }

  progress(): void {
    this.#progressed = true
    this.#schedule()
  }

  /** Hands on all that waits, now. */
  flush(): void {
    const [rows, points, pictures, progressed] = [this.#rows, this.#points, this.#pictures, this.#progressed]
    ;[this.#rows, this.#points, this.#pictures, this.#progressed] = [[], [], [], false]
    if (rows.length > 0) this.sinks.rows(rows)
    if (points.length > 0) this.sinks.metrics(points)
    if (pictures.length > 0) this.sinks.pictures(pictures)
    if (progressed) this.sinks.progress()
  }

  /** Hands on all that waits and stops the clock; the job is over. */
  close(): void {
    this.flush()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #schedule(): void {
    if (this.#timer) return
    this.flush()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#waits) this.#schedule()
    }, outboxSpacing)
  }

  get #waits(): boolean {
    return this.#rows.length + this.#points.length + this.#pictures.length > 0 || this.#progressed
  }
}
