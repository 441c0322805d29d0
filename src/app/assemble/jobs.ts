import { join } from 'node:path'
import type { Engine } from '../../engine/hosts/channel'
import type { AppOptions } from '../app'
import { pruneOlderThan } from '../files/prune'
import { createJobQueue, type JobQueue } from '../jobs/jobQueue'
import { readQueueFile } from '../jobs/queueFile'
import { restored } from '../jobs/restore'
import { withPreferences } from '../settings/withPreferences'
import type { Ground } from './ground'

/**
 * Days that results of completions outlive the run of the app that made them: long enough to fetch one that
 * nobody saved from <data folder>/jobs, short enough not to fill a disk.
 */
const daysOfResults = 7
const day = 24 * 60 * 60 * 1000

/** The queue, and the engine it runs jobs in. */
export interface JobServices {
  /** Fills what the person prefers into each job. */
  readonly engine: Engine
  readonly jobs: JobQueue
  readonly jobsFolder: string
}

/** Opens the queue with what waited when the app was last closed. */
export async function openJobs({ engine, browserCard }: AppOptions, ground: Ground): Promise<JobServices> {
  const { storage, dataFolder, events, settings, log } = ground
  const jobsFolder = join(dataFolder, 'jobs')
  await pruneOlderThan(jobsFolder, daysOfResults, log)
  const file = join(dataFolder, 'queue.json')
  const preferring = withPreferences(
    engine,
    () => settings.get(),
    browserCard && (() => browserCard.isOffered()),
  )
  const jobs = createJobQueue({
    ...{ engine: preferring, storage, folder: jobsFolder, file, events, log },
    earlier: restored(await readQueueFile(storage, file, log), Date.now() - daysOfResults * day),
  })
  return { engine: preferring, jobs, jobsFolder }
}
