import type { Storage } from '../../engine/host'
import { checkpointSteps } from '../../engine/storage/checkpoints'
import type { JobSnapshot } from '../../shared/jobs'
import type { Library } from '../library/library'
import type { ModelStore } from '../models/modelStore'
import { completeFolderWork } from './completeFolderWork'
import { createCompleteWork } from './completeWork'
import type { JobQueue } from './jobQueue'
import type { JobRequest, RepeatableMethod, RequestOf } from './request'
import { sampleWork } from './sampleWork'
import { createTrainingWorks } from './trainWork'
import { verifyWork } from './verifyWork'
import type { JobWork } from './work'

export interface WorkParts {
  readonly jobs: JobQueue
  readonly library: Library
  readonly models: ModelStore
  readonly storage: Storage
  /** Gets a folder for each run of samples that names none. */
  readonly exports: string
  /** Where decoded images are kept from one training to the next. */
  readonly imageCache: string
  /** Models are not what they were when last listed. */
  readonly modelsChanged: () => void
}

/** Every request that can be asked for again, as work for the queue. */
export interface Works {
  make<M extends RepeatableMethod>(request: RequestOf<M>): Promise<JobWork>
  /** The same for a job that began before: a training goes on from its checkpoint where it came to one. */
  again(request: JobRequest, job: JobSnapshot): Promise<JobWork>
}

type Makers = { [M in RepeatableMethod]: (input: RequestOf<M>['input']) => Promise<JobWork> }

export function createWorks(parts: WorkParts): Works {
  const { models, storage } = parts
  const complete = createCompleteWork(parts)
  const training = createTrainingWorks(parts)
  const makers: Makers = {
    'jobs.complete': complete,
    'jobs.completeFolder': (input) => completeFolderWork(parts, input),
    'jobs.sample': (input) => sampleWork(parts, input),
    'jobs.train': (input) => training.begin(input),
    'jobs.continueTraining': (input) => training.goOn(input),
    'jobs.verify': ({ modelId }) => verifyWork(models, modelId),
  }

  async function make<M extends RepeatableMethod>(request: RequestOf<M>): Promise<JobWork> {
    const work = await makers[request.method](request.input)
    const { seed } = work
    const input = seed === undefined ? request.input : { ...request.input, seed }
    // The method goes with its input; of one that isn't known yet the compiler can't see it.
    return { request: { ...request, input } as JobRequest, ...work }
  }

  async function hasCheckpoint(modelId: string | undefined): Promise<string | undefined> {
    const model = modelId && (await models.find(modelId).catch(() => undefined))
    if (!model || (await checkpointSteps({ storage }, model.path)).length === 0) return undefined
    return model.id
  }

  return {
    make,
    async again(request, { modelId, startedAt }) {
      const trains = request.method === 'jobs.train' || request.method === 'jobs.continueTraining'
      const begun = trains && startedAt !== undefined ? await hasCheckpoint(modelId) : undefined
      if (begun === undefined) return make(request)
      // To the end that the checkpoint knows.
      return { ...(await training.goOn({ modelId: begun })), request }
    },
  }
}
