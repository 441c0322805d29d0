import { number, t } from '../i18n'
import { share } from '../text/jobWords'
import { duration } from '../text/words'
import type { TrainingEntry } from './entries'

/** Where a training stands, in a few words. */
export function stateWords({ state, step, job }: TrainingEntry): string {
  if (state === 'paused' && step !== undefined) return t('train.state.pausedAt', { step: number(step) })
  const seconds = state === 'running' ? job?.progress?.secondsLeft : undefined
  return seconds === undefined ? t(`train.state.${state}`) : t('train.run.left', { time: duration(seconds) })
}

/** How much of a training is done, 0 to 1, by steps or else by time; undefined while its end is unknown. */
export function shareOf({ job }: TrainingEntry, secondsSpent: number | undefined): number | undefined {
  const { progress } = job ?? {}
  if (!progress) return undefined
  if (job && progress.total) return share(job)
  // A training limited by time knows no total of steps, but how long it took and will take.
  if (progress.secondsLeft === undefined || secondsSpent === undefined) return undefined
  return secondsSpent / Math.max(1e-9, secondsSpent + progress.secondsLeft)
}
