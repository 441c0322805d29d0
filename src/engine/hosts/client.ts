import type { z } from 'zod'
import { type ErrorValue, failure, PixelloomError } from '../../shared/errors'
import type { JobEvent } from '../../shared/jobEvents'
import { fromEngineSchema } from '../protocol/messages'
import { jobSpecificationSchema, type JobSpecification } from '../protocol/specifications'
import type { Engine, EngineChannel, JobListeners, JobOutcome, RunningJob, SpawnEngine } from './channel'
import { type MemoryWatch, watchThisMachine } from './node/memoryWatch'

/** How long a cancelled job may take to come to an end before its process is ended for it. */
const cancelGraceMilliseconds = 15_000

export interface EngineOptions {
  /** How long a cancelled job may take to end by itself. */
  readonly graceMilliseconds?: number
  /** Begins to look at how much memory is free. */
  readonly watchMemory?: () => MemoryWatch
}

/** An engine process that has run its job, or has not had one yet. */
interface Worker {
  readonly channel: EngineChannel
  /** The job that hears what the process says; absent while it is idle. */
  job: { message(message: unknown): void; exit(reason: string): void } | undefined
}

/**
 * Runs each job in a process of its own and keeps one idle process for the next, so that a completion starts
 * at once. A process that trained is never used again: what it allocated goes with it.
 */
export function createEngine(
  spawn: SpawnEngine,
  { graceMilliseconds = cancelGraceMilliseconds, watchMemory = watchThisMachine }: EngineOptions = {},
): Engine {
  const idle: Worker[] = []
  const running = new Set<RunningJob>()
  let closed = false

  function hire(specification: JobSpecification): Worker {
    // Threads keep the priority that they began with: one that is to stand back begins anew.
    const fresh = specification.kind === 'train' && specification.background
    const waiting = fresh ? undefined : idle.pop()
    if (waiting) return waiting
    const worker: Worker = { channel: spawn(), job: undefined }
    worker.channel.onMessage((message) => worker.job?.message(message))
    worker.channel.onExit((reason) => {
      const place = idle.indexOf(worker)
      if (place >= 0) idle.splice(place, 1)
      worker.job?.exit(reason)
    })
    return worker
  }

  function release(worker: Worker, specification: JobSpecification): void {
    worker.job = undefined
    const reusable = specification.kind !== 'train' && specification.kind !== 'bench'
    if (closed || !reusable || idle.length > 0) worker.channel.kill()
    else idle.push(worker)
  }

  function run(specificationInput: Parameters<Engine['run']>[0], listeners: JobListeners): RunningJob {
    const parsed = jobSpecificationSchema.safeParse(specificationInput)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const subject = issue?.path.join('.') ?? ''
      throw new PixelloomError('invalid-argument', `${subject}: ${issue?.message ?? 'not valid'}.`, subject)
    }
    if (closed) throw new PixelloomError('engine-stopped', 'The app is closing; no new job can start.')
    const specification = parsed.data
    const worker = hire(specification)
    let cancelTimer: ReturnType<typeof setTimeout> | undefined
    const memory = specification.kind === 'train' ? watchMemory() : undefined
    let need: MemoryEvent | undefined

    const finished = new Promise<JobOutcome>((resolve) => {
      const settle = (outcome: JobOutcome): void => {
        clearTimeout(cancelTimer)
        memory?.stop()
        resolve(outcome)
      }
      worker.job = {
        message(raw) {
          const parsed = fromEngineSchema.safeParse(raw)
          if (!parsed.success) {
            worker.job = undefined
            worker.channel.kill()
            return settle({ state: 'failed', error: notUnderstood(parsed.error) })
          }
          const message = parsed.data
          switch (message.type) {
            case 'ready':
              return
            case 'events':
              for (const event of message.events) {
                if (event.type === 'memory') need = event
                listeners.event(event)
              }
              return
            case 'paused':
              return listeners.paused?.()
            case 'resumed':
              return listeners.resumed?.()
            case 'done':
              release(worker, specification)
              return settle({ state: 'done', result: message.result })
            case 'failed':
              release(worker, specification)
              return settle({ state: 'failed', error: message.error })
            case 'cancelled':
              release(worker, specification)
              return settle({ state: 'cancelled', ...(message.result && { result: message.result }) })
            case 'runtime':
              // The answer to another question (hosts/runtimes.ts), which no job asks.
              return
            case 'card-wanted':
            case 'card-bytes':
            case 'card-returned':
              // Between the process and who lends it a card (hosts/lendCards.ts), before it comes here.
              return
          }
        },
        exit(reason) {
          worker.job = undefined
          if (cancelTimer) return settle({ state: 'cancelled' })
          const shortage = isKill(reason) ? memory?.shortage() : undefined
          const error = shortage ? outOfMemory(shortage, need) : engineStopped(reason, specification)
          settle({ state: 'failed', error })
        },
      }
    })

    worker.channel.send({ type: 'start', specification })
    const job: RunningJob = {
      pid: worker.channel.pid,
      finished,
      pause: () => worker.job && worker.channel.send({ type: 'pause' }),
      resume: () => worker.job && worker.channel.send({ type: 'resume' }),
      cancel() {
        if (!worker.job || cancelTimer) return
        worker.channel.send({ type: 'cancel' })
        cancelTimer = setTimeout(() => worker.channel.kill(), graceMilliseconds)
      },
    }
    running.add(job)
    void finished.then(() => running.delete(job))
    return job
  }

  return {
    run,
    async close() {
      closed = true
      for (const worker of idle.splice(0)) worker.channel.kill()
      const ending = [...running]
      for (const job of ending) job.cancel()
      await Promise.all(ending.map((job) => job.finished))
    },
  }
}

/** A mistake of ours: it must not take the app with it. */
function notUnderstood(error: z.ZodError): ErrorValue {
  const [issue] = error.issues
  const detail = issue ? ` (${issue.path.join('.')}: ${issue.message})` : ''
  return failure('jobs.notUnderstood', { detail }).toValue()
}

/** What a process ends with that the system kills: by its signal's name, or in Electron by its number alone. */
function isKill(reason: string): boolean {
  return reason === 'SIGKILL' || reason === 'exit code 9' || reason === 'exit code 137'
}

type MemoryEvent = Extract<JobEvent, { type: 'memory' }>

/** The system ends who takes the last memory, without a word. */
function outOfMemory({ free }: { free: number }, need: MemoryEvent | undefined): ErrorValue {
  const { images = 1, needed = 0 } = need ?? {}
  if (images === 1) {
    return failure('training.killedAtOne', { free }, undefined, { memory: { needed, free } }).toValue()
  }
  const fittingBatch = Math.floor(images / 2)
  const memory = { needed, free, fittingBatch }
  return failure('training.killed', { free, batch: fittingBatch }, undefined, { memory }).toValue()
}

function engineStopped(how: string, { kind }: JobSpecification): ErrorValue {
  if (kind === 'train') return failure('jobs.stoppedTraining', { how }).toValue()
  const id = kind === 'complete-folder' ? 'jobs.stoppedFolder' : 'jobs.stopped'
  return failure(id, { how }).toValue()
}
