/** Improvements smaller than this share of the best value are noise. */
const smallestShare = 2e-4

/** Looks at the held-out images without a new best after which training is over, where nobody said how many. */
export const patience = 8

/** Looks without a new best after which a person is told, where training goes on by itself. */
export const offerPatience = 4

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
    private readonly looks = patience,
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
    return this.stale >= this.looks
  }

  /** The held-out nats have stopped falling, as far as can be told: time to think about an end. */
  get flat(): boolean {
    return this.stale >= offerPatience
  }
}

/** What the looks of a curve come to, the oldest first. */
export function plateauOf(
  points: readonly { readonly step: number; readonly validation?: number | undefined }[],
): Plateau {
  const plateau = new Plateau()
  for (const { step, validation } of points) if (validation !== undefined) plateau.look(step, validation)
  return plateau
}
