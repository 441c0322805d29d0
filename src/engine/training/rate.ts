import type { Clock } from '../host'

/** Seconds after which an old measurement counts half. */
const halfLife = 8

/** Units a second, smoothed so that a number on a screen can be read; time spent paused doesn't count. */
export class RateMeter {
  #last: number
  #units = 0
  #seconds = 0

  constructor(private readonly clock: Clock) {
    this.#last = clock.milliseconds()
  }

  /** Counts work that was finished now. */
  add(units: number): void {
    const now = this.clock.milliseconds()
    const elapsed = (now - this.#last) / 1000
    const keep = 0.5 ** (elapsed / halfLife)
    this.#units = this.#units * keep + units
    this.#seconds = this.#seconds * keep + elapsed
    this.#last = now
  }

  /** Leaves out the time since the last call: a pause, a look at the held-out images. */
  skip(): void {
    this.#last = this.clock.milliseconds()
  }

  /** Units a second, or undefined before anything was measured. */
  get rate(): number | undefined {
    return this.#seconds > 0 ? this.#units / this.#seconds : undefined
  }
}
