import type { JobSnapshot } from '../../shared/jobs'
import { duration } from './words'

/** How much of a job is done, 0 to 1; undefined while its end is unknown. */
export function share(job: JobSnapshot): number | undefined {
  const { progress } = job
  if (!progress?.total) return undefined
  return Math.min(1, progress.done / progress.total)
}

export function remaining(job: JobSnapshot): string | undefined {
  const seconds = job.progress?.secondsLeft
  return seconds === undefined ? undefined : `${duration(seconds)} left`
}

/** A word or two for lists. */
export function stateInWords(job: JobSnapshot): string {
  switch (job.state) {
    case 'queued':
      return 'waiting for its turn'
    case 'paused':
      return 'paused'
    case 'done':
      return 'done'
    case 'failed':
      return 'failed'
    case 'cancelled':
      return 'cancelled'
    case 'running': {
      const part = share(job)
      return remaining(job) ?? (part === undefined ? 'running' : `${Math.round(part * 100)} %`)
    }
  }
}
