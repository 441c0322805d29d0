interface Waiting {
  readonly work: () => void
  readonly refuse: (reason: unknown) => void
}

/** Work that happens at once, in its order, but for what comes after something that takes time: that waits for it. */
export class WorkOrder {
  private waiting: Waiting[] = []
  /** The last thing that is waited for; it never rejects. */
  private last: Promise<void> | undefined
  private failure: { readonly thrown: unknown } | undefined

  /** Whether `then` puts work off. */
  get isWaiting(): boolean {
    return this.last !== undefined
  }

  then(work: () => void): void {
    this.put({ work, refuse: () => undefined })
  }

  /** What work comes to. Rejects where it never happens: as the first preparation that did, or where it is dropped. */
  ask<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.put({ work: () => resolve(work()), refuse: reject })
    })
  }

  /** What comes from now on waits for it, and never happens where it rejects. */
  after(preparation: Promise<void> | undefined): void {
    if (!preparation) return
    const own = this.over(this.last, preparation).then(() => {
      // Another came meanwhile, and lets all go on.
      if (this.last !== own) return
      this.last = undefined
      for (const one of this.waiting.splice(0)) this.put(one)
    })
    this.last = own
  }

  /** What waits never happens. */
  drop(): void {
    for (const { refuse } of this.waiting.splice(0))
      refuse(new Error('what this waited for is not wanted any more'))
  }

  private put(one: Waiting): void {
    if (this.failure) one.refuse(this.failure.thrown)
    else if (this.last) this.waiting.push(one)
    else one.work()
  }

  private async over(before: Promise<void> | undefined, preparation: Promise<void>): Promise<void> {
    await before
    try {
      await preparation
    } catch (thrown) {
      this.failure ??= { thrown }
    }
  }
}
