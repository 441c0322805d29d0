import type { Storage } from '../../engine/host'
import { checkDataWork, previewDataWork } from '../jobs/checkDataWork'
import { completeFolderWork } from '../jobs/completeFolderWork'
import { createCompleteWork } from '../jobs/completeWork'
import type { JobQueue } from '../jobs/jobQueue'
import { measureCompletionWork } from '../jobs/measureCompletionWork'
import { measureWork } from '../jobs/measureWork'
import { createTrainingWorks } from '../jobs/trainWork'
import { verifyWork } from '../jobs/verifyWork'
import type { Library } from '../library/library'
import type { ModelStore } from '../models/modelStore'
import type { HandlersOf } from './types'

export interface JobHandlerParts {
  readonly jobs: JobQueue
  readonly library: Library
  readonly models: ModelStore
  readonly storage: Storage
  /** Where decoded images are kept from one training to the next. */
  readonly imageCache: string
  /** Models are not what they were when last listed. */
  readonly modelsChanged: () => void
}

export function createJobHandlers(parts: JobHandlerParts): HandlersOf<'jobs'> {
  const { jobs, models } = parts
  const completeWork = createCompleteWork(parts)
  const training = createTrainingWorks(parts)

  return {
    'jobs.list': () => ({ jobs: jobs.list() }),
    'jobs.pictures': ({ jobId }) => ({ pictures: jobs.pictures(jobId) }),

    'jobs.complete': async (request) => jobs.submit(await completeWork(request)),
    'jobs.completeFolder': async (request) => jobs.submit(await completeFolderWork(parts, request)),
    'jobs.train': async (request) => jobs.submit(await training.begin(request)),
    'jobs.continueTraining': async (request) => jobs.submit(await training.goOn(request)),
    'jobs.measure': (request) => jobs.submit(measureWork(request, jobs.list())),
    'jobs.measureCompletion': async (request) =>
      jobs.submit(await measureCompletionWork(request, models, jobs.list())),
    'jobs.checkData': ({ data }) => jobs.submit(checkDataWork(data)),
    'jobs.previewData': (request) => jobs.submit(previewDataWork(request)),
    'jobs.verify': async ({ modelId }) => jobs.submit(await verifyWork(models, modelId)),

    'jobs.pause': ({ jobId }) => jobs.pause(jobId),
    'jobs.resume': ({ jobId }) => jobs.resume(jobId),
    'jobs.cancel': ({ jobId }) => jobs.cancel(jobId),
    'jobs.dismiss': ({ jobId }) => {
      jobs.dismiss(jobId)
      return {}
    },
  }
}
