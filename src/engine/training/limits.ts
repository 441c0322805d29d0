import type { TrainingLimit } from '../protocol/specifications'

/** Whether a limit names any end; without one, training ends when validation no longer falls. */
export function hasEnd(limit: TrainingLimit): boolean {
  return limit.steps !== undefined || limit.epochs !== undefined || limit.minutes !== undefined
}

/** The step at which training ends by steps or epochs, whichever is first; undefined where neither is set. */
export function lastStep(limit: TrainingLimit, stepsPerEpoch: number): number | undefined {
  const ends = [limit.steps, limit.epochs === undefined ? undefined : Math.ceil(limit.epochs * stepsPerEpoch)]
  const set = ends.filter((end) => end !== undefined)
  return set.length > 0 ? Math.min(...set) : undefined
}

/** Seconds of training still to come, from what is left of steps and minutes and the speed so far. */
export function secondsLeft(
  limit: TrainingLimit,
  end: number | undefined,
  step: number,
  seconds: number,
  stepsPerSecond: number | undefined,
): number | undefined {
  const left: number[] = []
  if (end !== undefined && stepsPerSecond) left.push((end - step) / stepsPerSecond)
  if (limit.minutes !== undefined) left.push(limit.minutes * 60 - seconds)
  return left.length > 0 ? Math.max(0, Math.min(...left)) : undefined
}

/** Whether a training at this position is at or beyond its limit; epochs can't be told without the data. */
export function isReached(limit: TrainingLimit, position: { step: number; seconds: number }): boolean {
  const bySteps = limit.steps !== undefined && position.step >= limit.steps
  const byTime = limit.minutes !== undefined && position.seconds >= limit.minutes * 60
  return bySteps || byTime
}
