/**
 * Where a job stops to breathe: between two steps, or two rows, it lets messages in, waits while it is
 * paused, and ends when it is cancelled.
 */
export class Gate {
  readonly #controller = new AbortController()
  #wanted = false
  #wake: (() => void) | undefined

  /** `paused` and `resumed` are told when it has happened, not when it was asked for. */
  constructor(private readonly tell: (what: 'paused' | 'resumed') => void) {}

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  pause(): void {
    this.#wanted = true
  }

  resume(): void {
    this.#wanted = false
    this.#wake?.()
  }

  cancel(): void {
    this.#controller.abort()
    this.#wake?.()
  }

  #waits(): boolean {
    return this.#wanted && !this.signal.aborted
  }

  /**
   * Resolves when the job may go on; the caller then looks at `signal`. `beforePause` saves what must not be lost, once
   * it is certain that the job will wait: the wish may come with the messages that are let in here.
   */
  async pass(beforePause?: () => Promise<void>): Promise<void> {
    await macrotask()
    if (this.#waits()) await beforePause?.()
    // It may have been taken back meanwhile.
    if (!this.#waits()) return
    this.tell('paused')
    // Whoever takes the wish back wakes it: a resume, or a cancel.
    await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
    if (!this.signal.aborted) this.tell('resumed')
  }
}

/** Lets pending messages be heard; microtasks alone would not. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
