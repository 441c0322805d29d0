import type { Progress } from '../../shared/jobs'
import type { JobContext } from './context'

/** Progress goes out at most about ten times a second: faster than that nobody can see. */
const spacing = 100

/** Tells progress without flooding the line; the last one before `flush` is always told. */
export class ProgressReporter {
  #lastTold = -Infinity
  #waiting: Progress | undefined

  constructor(private readonly context: JobContext) {}

  report(progress: Progress): void {
    this.#waiting = progress
    if (this.context.host.clock.milliseconds() - this.#lastTold >= spacing) this.flush()
  }

  flush(): void {
    if (!this.#waiting) return
    this.context.emit({ type: 'progress', progress: this.#waiting })
    this.#waiting = undefined
    this.#lastTold = this.context.host.clock.milliseconds()
  }
}
