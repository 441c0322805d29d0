import { completeConfiguration } from '../../engine/training/settings'
import type { MethodArguments } from '../../shared/contract/methods'
import { failure } from '../../shared/errors'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import type { JobWork } from './work'

/** Steps that are timed, after one that isn't. */
const runs = 3

/**
 * Times training steps of a model that isn't there yet. `unsupported` while a training runs or waits: each
 * would slow the other down, and the figure would be wrong.
 */
export function measureWork(
  { size, batch, multiScale, ...asked }: MethodArguments<'jobs.measure'>,
  jobs: readonly JobSnapshot[],
): JobWork {
  if (jobs.some((job) => job.kind === 'train' && !isFinal(job.state) && !job.held)) {
    throw failure('training.busy', {})
  }
  const { channels } = asked
  const small = multiScale === undefined ? undefined : { size: multiScale }
  const images = { format: 'folder', values: 'bytes', height: size, width: size, channels } as const
  const configuration = completeConfiguration({ ...asked, small }, images)
  return {
    kind: 'bench',
    title: 'Measure a training step',
    lane: 'interactive',
    makesFiles: false,
    specification: () => ({ kind: 'bench', what: 'train', configuration, batch, runs }),
  }
}
