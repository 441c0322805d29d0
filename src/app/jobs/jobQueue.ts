import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, JobOutcome } from '../../engine/hosts/channel'
import type { Storage } from '../../engine/host'
import type { JobPicture } from '../../shared/contract/entities'
import { PixelloomError, toErrorValue } from '../../shared/errors'
import type { JobSnapshot } from '../../shared/jobs'
import type { EventHub } from '../events'
import { realPathInside } from '../files/inside'
import { Job } from './job'
import { writeRecipe } from './recipe'
import type { JobWork, Lane } from './work'

export interface JobQueueOptions {
  readonly engine: Engine
  readonly storage: Storage
  /** Holds a folder for each job that makes files. */
  readonly folder: string
  readonly events: EventHub
  readonly log: (message: string) => void
}

/** Every job of this run of the app, from the moment it was asked for until it is dismissed. */
export interface JobQueue {
  submit(work: JobWork): JobSnapshot
  /** Oldest first. */
  list(): JobSnapshot[]
  /** `not-found` for an id that isn't there; so do all that follow. */
  find(jobId: string): JobSnapshot
  pictures(jobId: string): JobPicture[]
  /** The finished completion of a variant and its file. */
  completion(jobId: string, variant: number): Promise<{ picture: JobPicture; path: string }>
  /** The file of a picture by the last part of its address, inside the job's own folders only. */
  pictureFile(jobId: string, name: string): Promise<string>
  pause(jobId: string): JobSnapshot
  resume(jobId: string): JobSnapshot
  /** A job that waits is cancelled at once; one that runs, when the engine says so. */
  cancel(jobId: string): JobSnapshot
  dismiss(jobId: string): void
  /** Cancels everything and waits until nothing runs. */
  close(): Promise<void>
}

/** Jobs at a time. A paused one keeps its place: its process is alive. */
const places: Readonly<Record<Lane, number>> = { training: 1, batch: 1, interactive: 2 }

export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { engine, storage, folder, events, log } = options
  const jobs = new Map<string, Job>()
  const active = new Map<Job, Promise<void>>()
  let closing = false

  /** Starts what may start, oldest first. */
  function pump(): void {
    for (const job of jobs.values()) {
      if (job.state !== 'queued' || closing) continue
      const busy = [...active.keys()].filter((other) => other.work.lane === job.work.lane).length
      if (busy >= places[job.work.lane]) continue
      job.move('running')
      active.set(job, run(job))
    }
  }

  async function run(job: Job): Promise<void> {
    let outcome: JobOutcome
    try {
      outcome = await perform(job)
    } catch (error) {
      outcome = { state: 'failed', error: toErrorValue(error) }
    }
    active.delete(job)
    job.running = undefined
    end(job, outcome)
    pump()
  }

  async function perform(job: Job): Promise<JobOutcome> {
    const own = folderOf(job.id)
    const specification = job.work.specification(own)
    if (job.work.makesFiles) {
      await mkdir(own, { recursive: true })
      await writeRecipe(storage, own, job.snapshot, job.work.quality, specification)
    }
    if (job.cancelRequested) return { state: 'cancelled' }
    job.running = engine.run(specification, {
      event: (event) => job.hear(event),
      paused: () => job.state === 'running' && job.move('paused'),
      resumed: () => job.state === 'paused' && job.move('running'),
    })
    if (job.pauseRequested) job.running.pause()
    const outcome = await job.running.finished
    if (outcome.state !== 'failed' || !job.work.explain) return outcome
    return { state: 'failed', error: await job.work.explain(outcome.error) }
  }

  function end(job: Job, outcome: JobOutcome): void {
    job.move(outcome.state, {
      ...('error' in outcome && { error: outcome.error }),
      ...('result' in outcome && { result: outcome.result }),
    })
    job.work.onEnd?.()
  }

  function jobOf(jobId: string): Job {
    const job = jobs.get(jobId)
    if (!job) throw new PixelloomError('not-found', 'This job is no longer in the list.', jobId)
    return job
  }

  function folderOf(jobId: string): string {
    return join(folder, jobId)
  }

  function cancel(job: Job): void {
    if (job.state === 'queued') end(job, { state: 'cancelled' })
    else if (!job.isOver) {
      job.cancelRequested = true
      job.running?.cancel()
    }
  }

  function mustRun(job: Job, verb: string): void {
    if (job.state === 'running' || job.state === 'paused') return
    const reason = job.state === 'queued' ? 'it has not begun' : `it is ${job.state}`
    throw new PixelloomError('invalid-argument', `This job can't be ${verb}: ${reason}.`, job.id)
  }

  async function pictureFile(jobId: string, name: string): Promise<string> {
    const job = jobs.get(jobId)
    // A job that was dismissed keeps its files until they are tidied away.
    const path = job?.pictures.file(name) ?? join(folderOf(jobId), name)
    // The folder of all jobs is the root: were a job's own one a link, it would decide for itself where it is.
    return realPathInside([folder, ...(job?.work.pictureFolders ?? [])], path)
  }

  return {
    submit(work) {
      if (closing) throw new PixelloomError('cancelled', 'The app is closing; no new job can start.')
      const job = new Job(work, events, log)
      jobs.set(job.id, job)
      pump()
      return job.snapshot
    },

    list: () => [...jobs.values()].map((job) => job.snapshot),
    find: (jobId) => jobOf(jobId).snapshot,
    pictures: (jobId) => jobOf(jobId).pictures.list(),

    async completion(jobId, variant) {
      const picture = jobOf(jobId).pictures.completion(variant)
      if (!picture) {
        throw new PixelloomError('not-found', `Variant ${variant + 1} of this job is not finished.`, jobId)
      }
      const name = picture.address.slice(picture.address.lastIndexOf('/') + 1)
      return { picture, path: await pictureFile(jobId, name) }
    },

    pictureFile,

    pause(jobId) {
      const job = jobOf(jobId)
      mustRun(job, 'paused')
      job.pauseRequested = true
      job.running?.pause()
      return job.snapshot
    },

    resume(jobId) {
      const job = jobOf(jobId)
      mustRun(job, 'resumed')
      job.pauseRequested = false
      job.running?.resume()
      return job.snapshot
    },

    cancel(jobId) {
      const job = jobOf(jobId)
      cancel(job)
      return job.snapshot
    },

    dismiss(jobId) {
      const job = jobOf(jobId)
      if (!job.isOver) {
        throw new PixelloomError('invalid-argument', 'This job is not over: cancel it first.', jobId)
      }
      jobs.delete(jobId)
      events.emit({ event: 'job.dismissed', payload: { jobId } })
    },

    async close() {
      closing = true
      for (const job of jobs.values()) cancel(job)
      await Promise.all(active.values())
    },
  }
}
