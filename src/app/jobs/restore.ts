import { failure } from '../../shared/errors'
import { isFinal, type JobKind, type JobSnapshot } from '../../shared/jobs'
import type { KeptJob } from './queueFile'

/** What goes on where it was: what is finished is on disk, or in a checkpoint. */
const goesOn: ReadonlySet<JobKind> = new Set(['train', 'sample', 'complete-folder'])

/** What is measured, checked and verified says how something was then, not how it is. */
const ofTheMoment: ReadonlySet<JobKind> = new Set(['bench', 'check-data', 'verify'])

/** Whether a job is kept for the next run of the app. */
export function outlivesTheApp({ kind, state, repeatable }: JobSnapshot): boolean {
  return repeatable === true && !(isFinal(state) && ofTheMoment.has(kind))
}

/**
 * The jobs of the last run of the app as the next one lists them. What waited, and what can go on, is held until a
 * person says so; what else was running was interrupted. What ended before `since` is forgotten.
 */
export function restored(jobs: readonly KeptJob[], since: number): KeptJob[] {
  return jobs.flatMap((kept) => {
    const { job } = kept
    if (isFinal(job.state)) return (job.endedAt ?? job.createdAt) < since ? [] : [kept]
    const waits = job.state === 'queued' || goesOn.has(job.kind)
    return [{ ...kept, job: waits ? held(job) : interrupted(job) }]
  })
}

function held(job: JobSnapshot): JobSnapshot {
  const waiting = { ...job, state: 'queued', held: true } as const
  if (!job.progress) return waiting
  // How fast it was and how long it would take is no longer true.
  const { rate: _rate, secondsLeft: _left, ...progress } = job.progress
  return { ...waiting, progress }
}

function interrupted(job: JobSnapshot): JobSnapshot {
  return { ...job, state: 'failed', endedAt: Date.now(), error: failure('jobs.interrupted', {}).toValue() }
}
