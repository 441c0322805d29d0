import type { JobSnapshot } from '../../shared/jobs'
import type { Stage } from '../../shared/stages'
import { t } from '../i18n'
import { duration } from './words'

/** How much of a job is done, 0 to 1; undefined while its end is unknown. */
export function share(job: JobSnapshot): number | undefined {
  const { progress, state } = job
  if (!progress?.total) return undefined
  const share = Math.min(1, progress.done / progress.total)
  // What waits at the end of a stage, say for memory once the images are read, has done nothing of the next.
  return state === 'paused' && share === 1 ? 0 : share
}

export function remaining(job: JobSnapshot): string | undefined {
  const seconds = job.progress?.secondsLeft
  return seconds === undefined ? undefined : t('common.duration.left', { duration: duration(seconds) })
}

/** What a job is busy with; undefined until it said so. */
export function stageInWords(job: JobSnapshot): string | undefined {
  return job.progress && t(`common.stage.${stageKeys[job.progress.stage]}`)
}

const stageKeys = {
  'Reading images': 'reading',
  'Looking at files': 'looking',
  'Comparing what looks alike': 'comparing',
  Training: 'training',
  Drawing: 'drawing',
  Completing: 'completing',
  Evaluating: 'evaluating',
  Verifying: 'verifying',
  Measuring: 'measuring',
  Compressing: 'compressing',
  Restoring: 'restoring',
} as const satisfies Record<Stage, string>

/** A word or two for lists. */
export function stateInWords(job: JobSnapshot): string {
  if (job.state !== 'running') return t(`common.state.${job.state}`)
  const part = share(job)
  if (part === undefined) return remaining(job) ?? t('common.state.running')
  return remaining(job) ?? t('common.state.share', { percent: Math.round(part * 100) })
}
