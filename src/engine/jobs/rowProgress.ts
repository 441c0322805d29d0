import type { Stage } from '../../shared/stages'
import type { Clock } from '../host'
import { RateMeter } from '../training/rate'
import type { ProgressReporter } from './reporter'

/** Progress of drawing, in rows of pixels over all variants. */
export class RowProgress {
  #total: number
  readonly #meter: RateMeter
  #done: number

  constructor(
    clock: Clock,
    private readonly reporter: ProgressReporter,
    private readonly drawing: {
      readonly stage: Stage
      /** Rows to draw of each variant. */
      readonly rows: number
      readonly variants: number
      /** Variants that were finished before. */
      readonly before?: number
    },
  ) {
    const { rows, variants, before = 0 } = drawing
    this.#total = rows * variants
    this.#done = rows * before
    this.#meter = new RateMeter(clock)
    this.tell()
  }

  /** So many rows more are to be drawn of each of some variants than was said before, or fewer where it is negative. */
  expect(rows: number, variants: number): void {
    this.#total += rows * variants
  }

  /** One row of one variant is finished. */
  finish(): void {
    this.#done += 1
    this.#meter.add(1)
    this.tell()
  }

  end(): void {
    this.reporter.flush()
  }

  private tell(): void {
    const rate = this.#meter.rate
    const left = this.#total - this.#done
    this.reporter.report({
      stage: this.drawing.stage,
      done: this.#done,
      total: this.#total,
      unit: 'rows',
      ...(rate && { rate, secondsLeft: left / rate }),
    })
  }
}
