import { failure } from '../../shared/errors'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { checkDataWork, previewDataWork } from '../jobs/checkDataWork'
import { inspectFolder } from '../jobs/completeFolderWork'
import { measureCompletionWork } from '../jobs/measureCompletionWork'
import { measureWork } from '../jobs/measureWork'
import type { JobRequest } from '../jobs/request'
import { createWorks, type WorkParts } from '../jobs/works'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface JobHandlerParts extends WorkParts {
  readonly shell: Shell
}

export function createJobHandlers(parts: JobHandlerParts): HandlersOf<'jobs'> {
  const { jobs, models, shell } = parts
  const works = createWorks(parts)

  /** What runs or waits its turn: what is held takes nothing from anybody. */
  const busy = (): JobSnapshot[] => jobs.list().filter((job) => !job.held)

  async function requestOf(jobId: string): Promise<JobRequest> {
    const request = await jobs.request(jobId)
    if (request) return request
    throw failure('jobs.forgotten', {}, jobId)
  }

  return {
    'jobs.list': () => ({ jobs: jobs.list() }),
    'jobs.pictures': ({ jobId }) => ({ pictures: jobs.pictures(jobId) }),

    'jobs.complete': async (input) => jobs.submit(await works.make({ method: 'jobs.complete', input })),
    'jobs.completeFolder': async (input) =>
      jobs.submit(await works.make({ method: 'jobs.completeFolder', input })),
    'jobs.inspectFolder': (input) => inspectFolder(parts.storage, input),
    'jobs.sample': async (input) => jobs.submit(await works.make({ method: 'jobs.sample', input })),
    'jobs.train': async (input) => jobs.submit(await works.make({ method: 'jobs.train', input })),
    'jobs.continueTraining': async (input) =>
      jobs.submit(await works.make({ method: 'jobs.continueTraining', input })),
    'jobs.measure': (request) => jobs.submit(measureWork(request, busy())),
    'jobs.measureCompletion': async (request) =>
      jobs.submit(await measureCompletionWork(request, models, busy())),
    'jobs.checkData': ({ data }) => jobs.submit(checkDataWork(data)),
    'jobs.previewData': (request) => jobs.submit(previewDataWork(request)),
    'jobs.verify': async (input) => jobs.submit(await works.make({ method: 'jobs.verify', input })),

    'jobs.pause': ({ jobId }) => jobs.pause(jobId),
    'jobs.resume': async ({ jobId }) => {
      const job = jobs.find(jobId)
      if (!job.held) return jobs.resume(jobId)
      return jobs.release(jobId, await works.again(await requestOf(jobId), job))
    },
    'jobs.cancel': ({ jobId }) => jobs.cancel(jobId),
    'jobs.move': ({ jobId, to }) => ({ jobs: jobs.move(jobId, to) }),
    'jobs.retry': async ({ jobId, ...changes }) => {
      const job = jobs.find(jobId)
      if (!isFinal(job.state)) {
        throw failure('jobs.notOver', {}, jobId)
      }
      const again = await works.again(changed(await requestOf(jobId), changes), job)
      const fresh = jobs.submit(again)
      jobs.clear([jobId])
      return fresh
    },
    'jobs.request': async ({ jobId }) => {
      const request = await jobs.request(jobId)
      const fillsForm = request?.method === 'jobs.sample' || request?.method === 'jobs.completeFolder'
      return { request: fillsForm ? request : null }
    },
    'jobs.showFolder': ({ jobId }) => {
      const { folder } = jobs.find(jobId)
      if (folder === undefined) throw failure('jobs.noFiles', {}, jobId)
      if (shell.kind === 'window') shell.showInFolder(folder)
      return { path: folder, shown: shell.kind === 'window' }
    },
    'jobs.dismiss': ({ jobId }) => {
      jobs.dismiss(jobId)
      return {}
    },
    'jobs.clear': ({ jobIds }) => {
      jobs.clear(jobIds)
      return {}
    },
  }
}

/** The request with what takes memory changed, and without what would draw anew what is there. */
function changed(request: JobRequest, { count, batch }: { count?: number; batch?: number }): JobRequest {
  switch (request.method) {
    case 'jobs.train':
      return batch === undefined ? request : { ...request, input: { ...request.input, batch } }
    case 'jobs.complete':
      return count === undefined ? request : { ...request, input: { ...request.input, count } }
    case 'jobs.completeFolder': {
      const { count: before } = request.input
      return { ...request, input: { ...request.input, count: count ?? before, again: false } }
    }
    case 'jobs.sample':
    case 'jobs.continueTraining':
    case 'jobs.verify':
      return request
  }
}
