import { failure, type PixelloomError } from '../../shared/errors'
import type { MetricsPoint } from '../../shared/jobs'
import { Plateau, type Best } from '../../shared/plateau'
import type { Clock } from '../host'
import type { TrainingLimit } from '../protocol/specifications'
import { hasEnd, lastStep, secondsLeft } from './limits'
import { RateMeter } from './rate'
import { Trend, type TrendState } from './trend'

/** Steps whose losses make one point of the curve. */
const stepsPerPoint = 10

/** Everything about a training besides weights and optimizer that a checkpoint keeps. */
export interface Position {
  /** Steps done. */
  readonly step: number
  /** Seconds spent in training, over all runs, pauses left out. */
  readonly seconds: number
  readonly best?: Best
  readonly stale: number
  /** Losses since the last point of the curve. */
  readonly losses: readonly number[]
  readonly trend?: TrendState
  /** The held-out images are still to be looked at after this step: it was saved on the way. */
  readonly lookDue?: boolean
}

export const start: Position = { step: 0, seconds: 0, stale: 0, losses: [] }

/** What a session asks of the job that runs it. */
export interface SessionParts {
  readonly clock: Clock
  readonly batch: number
  readonly stepsPerEpoch: number
  readonly limit: TrainingLimit
  /** Ends before the limit where validation no longer falls. */
  readonly earlyStop?: boolean
  /** Looks without a new best after which validation no longer falls. */
  readonly patience?: number
  /** Steps between two looks at the held-out images. */
  readonly checkEvery: number
  /** Lets messages in, waits while paused, after `beforePause`; the session then looks at `cancelled`. */
  breathe(beforePause: () => Promise<void>): Promise<void>
  cancelled(): boolean
  /**
   * One step of the optimizer on the images of `step`, after `seconds` of training: mean nats an image. Throws
   * `diverged`.
   */
  step(step: number, seconds: number): Promise<number>
  /** Whether what a step threw left weights and optimizer as they were before it. */
  leavesWeights?(thrown: unknown): boolean
  /**
   * Mean nats of the held-out images, or undefined where none are held out or it was cancelled. May take long, and so
   * waits while paused, after `beforePause`.
   */
  validate(beforePause: () => Promise<void>): Promise<number | undefined>
  /** Called when the held-out nats are the best so far (or after each look, where nothing is held out). */
  keepBest(position: Position, nats: number | undefined): Promise<void>
  saveCheckpoint(position: Position): Promise<void>
  /** Draws the held-out completions that show what was learned. */
  showProgress(step: number): Promise<void>
  point(point: MetricsPoint): void
  progress(now: SessionProgress): void
}

export interface SessionProgress {
  readonly step: number
  readonly end?: number
  readonly imagesPerSecond?: number
  readonly secondsLeft?: number
}

export interface SessionEnd {
  readonly position: Position
  /** Of the last step; none where no step was taken. */
  readonly loss?: number
  readonly because: 'limit' | 'validation-no-longer-falls' | 'cancelled'
}

/**
 * Trains from `from` until the limit, or where it names no end (or `earlyStop` is set) until validation no longer falls. Which steps
 * are looked at, saved and plotted depends on steps and losses alone, so that stopping and going on changes
 * nothing. `diverged` where the loss is lost; the last checkpoint is then from before.
 */
export async function train(parts: SessionParts, from: Position): Promise<SessionEnd> {
  const { clock, limit } = parts
  const end = lastStep(limit, parts.stepsPerEpoch)
  const plateau = new Plateau(from.best, from.stale, parts.patience)
  const trend = new Trend(from.trend)
  const meter = new RateMeter(clock)
  let { step, seconds } = from
  let losses = [...from.losses]
  let loss = losses.at(-1)
  let looked = step
  let lookDue = from.lookDue ?? false
  // What has just begun is nowhere yet: stopped before its first step, it can still go on.
  let saved = step === 0 ? undefined : step

  const position = (): Position => ({
    step,
    seconds,
    ...(plateau.best && { best: plateau.best }),
    stale: plateau.stale,
    losses,
    trend: trend.state,
    ...(lookDue && { lookDue }),
  })
  const save = async (): Promise<void> => {
    if (saved === step) return
    await parts.saveCheckpoint(position())
    saved = step
  }
  const point = (validation?: number): void => {
    const mean = losses.length > 0 ? losses.reduce((a, b) => a + b, 0) / losses.length : (loss ?? NaN)
    const rate = meter.rate
    parts.point({
      step,
      seconds,
      loss: mean,
      ...(validation !== undefined && { validation }),
      ...(rate !== undefined && { imagesPerSecond: rate * parts.batch }),
    })
    losses = []
  }
  const look = async (): Promise<void> => {
    const nats = await parts.validate(save)
    if (parts.cancelled()) return
    if (nats !== undefined && !Number.isFinite(nats)) throw lostNumber()
    looked = step
    // Saved on the way, it knows nothing of this look.
    if (lookDue) saved = undefined
    lookDue = false
    const best = nats === undefined || plateau.look(step, nats)
    point(nats)
    if (best) await parts.keepBest(position(), nats)
  }
  const check = async (): Promise<void> => {
    await look()
    if (!trend.isFarOff) await save()
    if (!parts.cancelled()) await parts.showProgress(step)
  }
  const over = (): SessionEnd['because'] | undefined => {
    if (parts.cancelled()) return 'cancelled'
    if (end !== undefined && step >= end) return 'limit'
    if (limit.minutes !== undefined && seconds >= limit.minutes * 60) return 'limit'
    const judged = parts.earlyStop || !hasEnd(limit)
    return judged && plateau.exhausted ? 'validation-no-longer-falls' : undefined
  }

  if (lookDue) await check()
  for (;;) {
    await parts.breathe(save)
    const because = over()
    if (because) {
      // Saved before the last look: a run that is resumed must not know of a look that one which never
      // stopped would not have taken.
      await save()
      if (because !== 'cancelled' && looked !== step) {
        await look()
        await parts.showProgress(step)
      }
      return {
        position: position(),
        ...(loss !== undefined && { loss }),
        because: parts.cancelled() ? 'cancelled' : because,
      }
    }
    if (step % stepsPerPoint === 0 && losses.length > 0) point()
    meter.skip()
    const began = clock.milliseconds()
    try {
      loss = await parts.step(step, seconds)
    } catch (thrown) {
      // Whoever goes on otherwise, say with less at a time, goes on from here.
      if (parts.leavesWeights?.(thrown)) await save()
      throw thrown
    }
    step += 1
    losses.push(loss)
    trend.add(loss)
    seconds += (clock.milliseconds() - began) / 1000
    meter.add(1)
    lookDue = step % parts.checkEvery === 0
    if (lookDue) await check()
    const left = secondsLeft(limit, end, step, seconds, meter.rate)
    parts.progress({
      step,
      ...(end !== undefined && { end }),
      ...(meter.rate !== undefined && { imagesPerSecond: meter.rate * parts.batch }),
      ...(left !== undefined && { secondsLeft: left }),
    })
  }
}

function lostNumber(): PixelloomError {
  return failure('training.validationNoNumber', {})
}
