import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, JobOutcome } from '../../engine/hosts/channel'
import type { Storage } from '../../engine/host'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import type { JobPicture } from '../../shared/contract/entities'
import { failure, PixelloomError, toErrorValue } from '../../shared/errors'
import type { JobSnapshot } from '../../shared/jobs'
import type { EventHub } from '../events'
import { realPathInside } from '../files/inside'
import { Job } from './job'
import { QueueFile, type KeptJob } from './queueFile'
import { writeRecipe } from './recipe'
import { readRequest, writeRequest, type JobRequest } from './request'
import { outlivesTheApp } from './restore'
import type { JobWork, Lane } from './work'

export interface JobQueueOptions {
  readonly engine: Engine
  readonly storage: Storage
  /** Holds a folder for each job that makes files. */
  readonly folder: string
  /** queue.json: what of the jobs outlives the app. */
  readonly file: string
  /** Jobs of earlier runs of the app. */
  readonly earlier: readonly KeptJob[]
  readonly events: EventHub
  readonly log: (message: string) => void
}

/** Every job of this run of the app and of earlier ones, from the moment it was asked for until it is dismissed. */
export interface JobQueue {
  submit(work: JobWork): JobSnapshot
  /** Lets a job that is held since an earlier run wait its turn, to do this. */
  release(jobId: string, work: JobWork): JobSnapshot
  /** What a job was asked for, where that is kept. */
  request(jobId: string): Promise<JobRequest | undefined>
  /** Puts a job that waits at a place among those that wait; all of those, in their new order. */
  move(jobId: string, to: number): JobSnapshot[]
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
  /** Takes jobs that are over off the list; completions of photos only out of sight, since photos show them. */
  clear(jobIds?: readonly string[]): void
  /** Cancels everything and waits until nothing runs. */
  close(): Promise<void>
}

/** Jobs at a time. A paused one keeps its place: its process is alive. */
const places: Readonly<Record<Lane, number>> = { training: 1, batch: 1, interactive: 2 }

export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { engine, storage, folder, file, events, log } = options
  const queueFile = new QueueFile(storage, file, keptJobs, log)
  const parts = { events, log, folder, changed: () => queueFile.touch() }
  const jobs = new Map(options.earlier.map((kept) => [kept.job.id, Job.restore(kept, parts)]))
  /** Requests on their way to disk. */
  const asking = new Map<string, Promise<void>>()
  let lastOrder = Math.max(0, ...[...jobs.values()].map(({ snapshot }) => snapshot.order ?? 0))
  const active = new Map<Job, Promise<void>>()
  let closing = false

  function keptJobs(): KeptJob[] {
    return [...jobs.values()].map((job) => job.kept()).filter(({ job }) => outlivesTheApp(job))
  }

  /** What waits, the next one first. */
  function waiting(): Job[] {
    const order = ({ snapshot }: Job): number => snapshot.order ?? 0
    return [...jobs.values()].filter((job) => job.isWaiting).sort((a, b) => order(a) - order(b))
  }

  /** Starts what may start, in their order. */
  function pump(): void {
    for (const job of waiting()) {
      if (closing) return
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
    for (let next = specification; ;) {
      if (job.cancelRequested) return { state: 'cancelled' }
      const outcome = await runOnce(job, next)
      const otherwise = outcome.state === 'failed' ? job.work.otherwise?.(outcome.error) : undefined
      if (outcome.state !== 'failed' || !otherwise) return outcome
      if (!(await job.waitFor(outcome.error))) return { state: 'cancelled' }
      job.move('running')
      next = await otherwise()
    }
  }

  /** In the engine, to its end there. */
  async function runOnce(job: Job, specification: JobSpecificationInput): Promise<JobOutcome> {
    job.running = engine.run(specification, {
      event: (event) => job.hear(event),
      paused: () => job.state === 'running' && job.move('paused'),
      resumed: () => job.state === 'paused' && job.move('running'),
    })
    if (job.pauseRequested) job.running.pause()
    const outcome = await job.running.finished
    job.running = undefined
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
    if (!job) throw failure('jobs.gone', {}, jobId)
    return job
  }

  function keepRequest({ id, work: { request } }: Job): void {
    if (!request) return
    const writing = writeRequest(storage, folderOf(id), request)
      .catch((error: unknown) =>
        log(`What job ${id} was asked for could not be kept: ${toErrorValue(error).message}`),
      )
      .finally(() => asking.delete(id))
    asking.set(id, writing)
  }

  function drop(jobId: string): void {
    jobs.delete(jobId)
    events.emit({ event: 'job.dismissed', payload: { jobId } })
    queueFile.touch()
  }

  function folderOf(jobId: string): string {
    return join(folder, jobId)
  }

  function cancel(job: Job): void {
    if (job.state === 'queued') end(job, { state: 'cancelled' })
    else if (!job.isOver) {
      job.cancelRequested = true
      job.running?.cancel()
      job.wake?.()
    }
  }

  function mustRun(job: Job, verb: string): void {
    if (job.state === 'running' || job.state === 'paused') return
    if (job.state === 'queued') throw failure('jobs.notBegun', { verb }, job.id)
    throw failure('jobs.over', { verb, state: job.state }, job.id)
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
      const job = Job.begin(work, ++lastOrder, parts)
      jobs.set(job.id, job)
      keepRequest(job)
      queueFile.touch()
      pump()
      return job.snapshot
    },

    release(jobId, work) {
      const job = jobOf(jobId)
      // Asked for twice at once: what was made ready the second time is not needed.
      if (!job.snapshot.held || closing) work.onEnd?.()
      else job.release(work)
      pump()
      return job.snapshot
    },

    async request(jobId) {
      await asking.get(jobOf(jobId).id)
      return readRequest(storage, folderOf(jobId))
    },

    move(jobId, to) {
      const job = jobOf(jobId)
      if (!job.isWaiting) {
        throw failure('jobs.notWaiting', {}, jobId)
      }
      const line = waiting()
      const orders = line.map(({ snapshot }) => snapshot.order ?? 0)
      const others = line.filter((other) => other !== job)
      others.splice(Math.min(to, others.length), 0, job)
      others.forEach((other, i) => other.place(orders[i] ?? 0))
      return others.map(({ snapshot }) => snapshot)
    },

    list: () => [...jobs.values()].map((job) => job.snapshot),
    find: (jobId) => jobOf(jobId).snapshot,
    pictures: (jobId) => jobOf(jobId).pictures.list(),

    async completion(jobId, variant) {
      const picture = jobOf(jobId).pictures.completion(variant)
      if (!picture) {
        throw failure('jobs.variantUnfinished', { variant: variant + 1 }, jobId)
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
      job.wake?.()
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
        throw failure('jobs.notOver', {}, jobId)
      }
      drop(jobId)
    },

    clear(jobIds) {
      const chosen = jobIds === undefined ? [...jobs.values()] : jobIds.map(jobOf)
      for (const job of chosen.filter(({ isOver }) => isOver)) {
        if (job.snapshot.kind === 'complete') job.clear()
        else drop(job.id)
      }
    },

    async close() {
      closing = true
      for (const job of jobs.values()) {
        if (!job.isOver) job.stoodAtClosing = job.state
        cancel(job)
      }
      await Promise.all([...active.values(), ...asking.values()])
      queueFile.touch()
      await queueFile.flush()
    },
  }
}
