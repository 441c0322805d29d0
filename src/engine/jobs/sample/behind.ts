/** Work that goes on behind its starter's back, one piece at a time. */
export class Behind {
  #running: Promise<void> = Promise.resolve()

  /** Starts a piece once the one before is done, and doesn't wait for its end; throws what the one before threw. */
  async start(piece: () => Promise<void>): Promise<void> {
    await this.#running
    this.#running = piece()
    // What it throws is for whoever waits for it next.
    this.#running.catch(() => undefined)
  }

  /** Waits for the last piece. */
  end(): Promise<void> {
    return this.#running
  }
}
