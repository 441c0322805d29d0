import type { Clock } from '../host'
import { RateMeter } from '../training/rate'
import type { ProgressReporter } from './reporter'

/** Progress of drawing, in rows of pixels over all variants. */
export class RowProgress {
  readonly #total: number
  readonly #meter: RateMeter
  #done: number

  constructor(
    clock: Clock,
    private readonly reporter: ProgressReporter,
    private readonly drawing: {
      readonly stage: string
      /** [H, W], 1 = to be drawn: rows without any are no work. */
      readonly unknown: Uint8Array
      readonly width: number
      readonly variants: number
      /** Variants that were finished before. */
      readonly before?: number
    },
  ) {
    const { unknown, width, variants, before = 0 } = drawing
    const rows = rowsToDraw(unknown, width)
    this.#total = rows * variants
    this.#done = rows * before
    this.#meter = new RateMeter(clock)
    this.tell()
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

function rowsToDraw(unknown: Uint8Array, width: number): number {
  let rows = 0
  for (let from = 0; from < unknown.length; from += width) {
    if (unknown.subarray(from, from + width).includes(1)) rows += 1
  }
  return rows
}
