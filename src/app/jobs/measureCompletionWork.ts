import type { MethodArguments } from '../../shared/contract/methods'
import { failure } from '../../shared/errors'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { choiceOf } from '../../shared/quality'
import type { ModelStore } from '../models/modelStore'
import type { JobWork } from './work'

/**
 * Times what one completion in a quality draws with a model: so many pixels of so many pictures. `not-found` for
 * the model, `unsupported` while anything else runs or waits: what a person asked for isn't slowed down by a guess.
 */
export async function measureCompletionWork(
  { modelId, quality, count, pixels }: MethodArguments<'jobs.measureCompletion'>,
  models: ModelStore,
  jobs: readonly JobSnapshot[],
): Promise<JobWork> {
  if (jobs.some((job) => !isFinal(job.state))) {
    throw failure('jobs.busy', {})
  }
  const model = await models.find(modelId)
  const { configuration } = model
  const batch = count * choiceOf(quality, model).particles
  return {
    kind: 'bench',
    title: 'Measure a completion',
    lane: 'interactive',
    modelId,
    makesFiles: false,
    specification: () => ({ kind: 'bench', what: 'sample', configuration, pixels, batch, runs: 1 }),
  }
}
