import type { JobContext } from '../context'
import { RateMeter } from '../../training/rate'
import { ProgressReporter } from '../reporter'

/** Progress in files: "19 of 50". */
export class FileProgress {
  readonly #reporter: ProgressReporter
  readonly #meter: RateMeter
  #done: number

  /** `before`: files that were done with when it began, which say nothing of how long the others take. */
  constructor(
    context: JobContext,
    private readonly total: number,
    before: number,
  ) {
    this.#reporter = new ProgressReporter(context)
    this.#meter = new RateMeter(context.host.clock)
    this.#done = before
    this.#tell()
  }

  /** One more is done with. */
  finish(): void {
    this.#done += 1
    this.#meter.add(1)
    this.#tell()
  }

  end(): void {
    this.#reporter.flush()
  }

  #tell(): void {
    const { rate } = this.#meter
    this.#reporter.report({
      stage: 'Completing',
      done: this.#done,
      total: this.total,
      unit: 'files',
      ...(rate && { rate, secondsLeft: (this.total - this.#done) / rate }),
    })
  }
}
