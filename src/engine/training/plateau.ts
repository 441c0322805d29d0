/** Improvements smaller than this share of the best value are noise. */
const smallestShare = 2e-4

/** Looks at the held-out images without a new best after which training is over. */
export const patience = 8

export interface Best {
  readonly step: number
  readonly nats: number
}

/**
 * Follows the held-out nats: which step was best, and whether they still fall. The whole of it is saved in
 * a checkpoint, so that a resumed training stops where an uninterrupted one would.
 */
export class Plateau {
  constructor(
    public best?: Best,
    /** Looks since the last one that mattered. */
    public stale = 0,
  ) {}

  /** Takes in one look; true when it is the best so far. */
  look(step: number, nats: number): boolean {
    const previous = this.best?.nats ?? Infinity
    this.stale =
      nats < previous - Math.abs(previous) * smallestShare || previous === Infinity ? 0 : this.stale + 1
    if (nats >= previous) return false
    this.best = { step, nats }
    return true
  }

  get exhausted(): boolean {
    return this.stale >= patience
  }
}
