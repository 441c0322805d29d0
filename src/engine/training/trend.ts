import { failure } from '../../shared/errors'

/** Losses that make up the loss at the start, and whose weight in the running mean they have together. */
const window = 10
/** A loss so many times the best mean is far off … */
const farOff = 10
/** … and training is lost when it has been for so many steps on end. */
export const patienceSteps = 50

/** All that is remembered of the losses; part of a checkpoint. */
export interface TrendState {
  readonly seen: number
  /** Of the first losses the plain mean, later a running one. */
  readonly mean: number
  /** Mean of the first losses, once there are enough. */
  readonly start?: number
  /** The lowest running mean. */
  readonly best?: number
  /** Steps on end that were far off. */
  readonly above: number
}

/**
 * Watches the losses for a training that was thrown far off and doesn't come back: one whose loss is both ten
 * times its best running mean and above where it began, fifty steps on end. Either alone is no sign: images
 * differ, and a model that knows them by heart has losses near zero.
 */
export class Trend {
  constructor(private current: TrendState = { seen: 0, mean: 0, above: 0 }) {}

  /** Takes in the loss of one step, in nats. Throws `diverged`. */
  add(loss: number): void {
    const { seen, mean, start, best, above } = this.current
    const share = seen < window ? 1 / (seen + 1) : 1 / window
    const next = mean + share * (loss - mean)
    const begun = seen + 1 >= window
    const isFarOff = start !== undefined && best !== undefined && loss > farOff * best && loss > start
    const begin = start ?? (begun ? next : undefined)
    const lowest = begun ? Math.min(best ?? Infinity, next) : undefined
    this.current = {
      seen: Math.min(seen + 1, window),
      mean: next,
      ...(begin !== undefined && { start: begin }),
      ...(lowest !== undefined && { best: lowest }),
      above: isFarOff ? above + 1 : 0,
    }
    if (this.current.above < patienceSteps) return
    throw failure('training.risen', { now: next, best: best ?? 0 })
  }

  /** Whether the last loss was far off: no moment to replace a checkpoint by one that may be worse. */
  get isFarOff(): boolean {
    return this.current.above > 0
  }

  get state(): TrendState {
    return this.current
  }
}
