import type { ScheduleName } from '../../shared/training'
import type { TrainingLimit } from '../protocol/specifications'
import { lastStep } from './limits'

/** What decides the learning rate of a step. */
export interface RateSettings {
  readonly learningRate: number
  readonly schedule: ScheduleName
  /** Steps in which the rate rises evenly to its full height. */
  readonly warmUp: number
  /** Steps that the schedule takes, warm-up included; where left out, as long as training does. */
  readonly scheduleSteps?: number
  readonly limit: TrainingLimit
}

/** Shares of a schedule after which `step` divides the rate by ten, once more at each. */
const drops = [0.5, 0.75]

/** The part of the rate at which `cosine` ends, and stays: not zero, so that training beyond it still learns. */
const lowest = 0.01

/**
 * The learning rate of step `step` (from 0). Where training ends by time alone, `seconds` of training say how
 * far it is; in all other cases the rate depends on the step only, so that going on changes nothing.
 */
export function learningRateAt(
  settings: RateSettings,
  at: { readonly step: number; readonly seconds: number; readonly stepsPerEpoch: number },
): number {
  const { learningRate, schedule, warmUp } = settings
  const rising = Math.min(1, (at.step + 1) / (warmUp + 1))
  return learningRate * rising * factor(schedule, schedule === 'constant' ? 0 : shareDone(settings, at))
}

/** Whether the end of the schedule is known before training begins. */
export function hasLength({ schedule, scheduleSteps, limit }: RateSettings): boolean {
  const { steps, epochs, minutes } = limit
  return schedule === 'constant' || [scheduleSteps, steps, epochs, minutes].some((end) => end !== undefined)
}

function factor(schedule: ScheduleName, share: number): number {
  if (schedule === 'constant') return 1
  if (schedule === 'step') return 0.1 ** drops.filter((drop) => share >= drop).length
  return lowest + (1 - lowest) * 0.5 * (1 + Math.cos(Math.PI * share))
}

/** How much of the schedule is over, 0 to 1. Without any end it is: a finished training that goes on. */
function shareDone(
  { warmUp, scheduleSteps, limit }: RateSettings,
  { step, seconds, stepsPerEpoch }: { step: number; seconds: number; stepsPerEpoch: number },
): number {
  const end = scheduleSteps ?? lastStep(limit, stepsPerEpoch)
  const shares: number[] = []
  if (end !== undefined) shares.push((step - warmUp) / Math.max(1, end - warmUp))
  if (scheduleSteps === undefined && limit.minutes !== undefined) shares.push(seconds / (limit.minutes * 60))
  return shares.length === 0 ? 1 : Math.min(1, Math.max(0, ...shares))
}
