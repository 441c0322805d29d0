import type { JobEvent } from '../../shared/jobEvents'

/** Milliseconds between two messages that tell of rows: more often nobody looks. */
export const rowSpacing = 100

/**
 * Gathers finished rows, of which there may be thousands a second, so that telling them does not hold up the drawing:
 * a message each would. Any other event is told at once, and the rows before it with it; so order is kept.
 */
export class EventBuffer {
  #waiting: JobEvent[] = []
  #last = -Infinity

  constructor(
    private readonly tell: (events: readonly JobEvent[]) => void,
    private readonly now: () => number,
  ) {}

  add(event: JobEvent): void {
    this.#waiting.push(event)
    if (event.type !== 'row' || this.now() - this.#last >= rowSpacing) this.flush()
  }

  /** Tells all that waits: before anything that must come after it. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#last = this.now()
    this.tell(events)
  }
}
