import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { RunningJob } from '../../engine/hosts/channel'
import { PixelloomError, type ErrorValue } from '../../shared/errors'
import type { JobEvent } from '../../shared/jobEvents'
import {
  canMove,
  isFinal,
  type JobKind,
  type JobResult,
  type JobSnapshot,
  type JobState,
} from '../../shared/jobs'
import type { EventHub } from '../events'
import { Outbox } from './outbox'
import { JobPictures } from './pictures'
import type { KeptJob } from './queueFile'
import type { JobWork } from './work'

export interface JobParts {
  readonly events: EventHub
  readonly log: (message: string) => void
  /** Holds a folder for each job that makes files. */
  readonly folder: string
  /** What outlives the app is not what it was. */
  readonly changed: () => void
}

/** What makes so many pictures that not each of them is told. */
const makesMany: ReadonlySet<JobKind> = new Set(['sample', 'complete-folder'])

/** Paths of images that a result names; their number is told besides. */
const mostFiles = 64

/** One job: where it stands, and what it tells whom. The queue decides when it runs. */
export class Job {
  readonly id: string
  readonly pictures: JobPictures
  /** The engine's end of it, while there is one. */
  running: RunningJob | undefined
  /** Asked for before the engine had begun. */
  cancelRequested = false
  /** Lets a job that waits for a person, without an engine, go on or end. */
  wake: (() => void) | undefined
  pauseRequested = false
  /** How it stood when the app closed and cancelled it: so it is kept. */
  stoodAtClosing: JobState | undefined
  #work: JobWork
  #snapshot: JobSnapshot
  readonly #outbox: Outbox

  private constructor(
    work: JobWork,
    snapshot: JobSnapshot,
    private readonly parts: JobParts,
  ) {
    this.#work = work
    this.#snapshot = snapshot
    const jobId = (this.id = snapshot.id)
    this.pictures = new JobPictures(jobId, makesMany.has(snapshot.kind))
    const { events } = parts
    this.#outbox = new Outbox({
      rows: (rows) => events.emit({ event: 'job.rows', payload: { jobId, rows } }),
      metrics: (points) =>
        events.emit({ event: 'job.metrics', payload: { jobId, modelId: this.#snapshot.modelId, points } }),
      pictures: (pictures) => events.emit({ event: 'job.pictures', payload: { jobId, pictures } }),
      progress: () => this.#tell(),
    })
  }

  /** One that was just asked for. */
  static begin(work: JobWork, order: number, parts: JobParts): Job {
    const id = randomUUID()
    const snapshot: JobSnapshot = {
      ...{ id, kind: work.kind, state: 'queued', createdAt: Date.now(), order },
      ...described(work, join(parts.folder, id)),
      ...(work.request && { repeatable: true }),
    }
    const job = new Job(work, snapshot, parts)
    job.#tell()
    return job
  }

  /** One of an earlier run of the app. What could go on is held until its work is given to it. */
  static restore({ job: snapshot, lane, pictureFolders, pictures }: KeptJob, parts: JobParts): Job {
    const { kind, title } = snapshot
    const nothing = (): never => {
      throw new PixelloomError('internal', 'This job was not begun again.', snapshot.id)
    }
    const makesFiles = kind === 'complete'
    const job = new Job(
      { kind, title, lane, makesFiles, pictureFolders, specification: nothing },
      snapshot,
      parts,
    )
    for (const picture of pictures) job.pictures.add(picture)
    return job
  }

  get work(): JobWork {
    return this.#work
  }

  get snapshot(): JobSnapshot {
    return this.#snapshot
  }

  get state(): JobState {
    return this.#snapshot.state
  }

  get isOver(): boolean {
    return isFinal(this.state)
  }

  /** It waits its turn. */
  get isWaiting(): boolean {
    return this.state === 'queued' && !this.#snapshot.held
  }

  /** Lets a held job wait its turn, to do this. */
  release(work: JobWork): void {
    this.#work = work
    const { held: _, ...snapshot } = this.#snapshot
    this.#change({ ...snapshot, ...described(work, join(this.parts.folder, this.id)) })
  }

  place(order: number): void {
    if (order !== this.#snapshot.order) this.#change({ ...this.#snapshot, order })
  }

  clear(): void {
    if (!this.#snapshot.cleared) this.#change({ ...this.#snapshot, cleared: true })
  }

  /** Changes state; all that the job said before is told first. */
  move(state: JobState, more: Pick<JobSnapshot, 'error' | 'result'> = {}): void {
    if (!canMove(this.state, state)) {
      throw new PixelloomError('internal', `A job can't go from ${this.state} to ${state}.`, this.id)
    }
    this.#outbox.flush()
    const { startedAt = Date.now() } = this.#snapshot
    // What was in the way of a job is told only while it waits.
    const error = state === 'paused' ? this.#snapshot.error : undefined
    this.#snapshot = { ...this.#snapshot, error, ...more, state, ...(state === 'running' && { startedAt }) }
    if (this.isOver) {
      const { held: _, ...snapshot } = this.#snapshot
      const { result } = snapshot
      this.#snapshot = {
        ...snapshot,
        endedAt: Date.now(),
        ...(result && { result: shortened(result) }),
      }
      this.#outbox.close()
    }
    this.#tell()
    this.parts.changed()
  }

  /** Waits, with the reason told, until it is resumed or cancelled; false where it was cancelled, also before. */
  async waitFor(error: ErrorValue): Promise<boolean> {
    if (this.cancelRequested) return false
    if (this.state === 'paused') this.hear({ type: 'trouble', error })
    else this.move('paused', { error })
    await new Promise<void>((resolve) => (this.wake = resolve))
    this.wake = undefined
    return !this.cancelRequested
  }

  /** Takes in what the engine says. What comes after the end is not heard. */
  hear(event: JobEvent): void {
    if (this.isOver) return
    switch (event.type) {
      case 'progress':
        this.#snapshot = { ...this.#snapshot, progress: event.progress }
        this.#outbox.progress()
        break
      case 'metrics':
        this.#outbox.metrics(event.points)
        break
      case 'row':
        this.#outbox.row(event)
        break
      case 'picture':
        this.#hearPicture(event)
        break
      case 'note':
        this.parts.log(`${this.#snapshot.title}: ${event.message}`)
        this.#snapshot = { ...this.#snapshot, note: event.message, noteBecause: event.because }
        this.#outbox.progress()
        break
      case 'trouble':
        this.#snapshot = { ...this.#snapshot, error: event.error }
        this.#outbox.progress()
        break
      case 'memory':
      case 'skipped':
        // Of memory its error tells; the result lists all that was skipped, and nothing shows it before.
        break
    }
    this.work.onEvent?.(event)
  }

  /** What of it outlives the app. */
  kept(): KeptJob {
    const { lane, pictureFolders = [] } = this.work
    return {
      job: this.#keptSnapshot(),
      lane,
      pictureFolders: [...pictureFolders],
      pictures: this.pictures.kept(),
    }
  }

  /** What was cut short by closing the app neither failed nor was cancelled by anybody. */
  #keptSnapshot(): JobSnapshot {
    const { stoodAtClosing: state } = this
    if (state === undefined || this.state === 'done') return this.#snapshot
    const { error: _error, result: _result, endedAt: _endedAt, ...snapshot } = this.#snapshot
    return { ...snapshot, state }
  }

  #hearPicture(event: Extract<JobEvent, { type: 'picture' }>): void {
    const picture = this.pictures.add(event)
    if (makesMany.has(this.#snapshot.kind)) return this.#outbox.picture(picture)
    // The rows of a picture come before the picture.
    this.#outbox.flush()
    this.parts.events.emit({ event: 'job.picture', payload: { jobId: this.id, picture } })
    // A finished variant is there to be looked at even where the app is killed before the next.
    if (this.#snapshot.kind === 'complete') this.parts.changed()
  }

  #change(snapshot: JobSnapshot): void {
    this.#snapshot = snapshot
    this.#tell()
    this.parts.changed()
  }

  #tell(): void {
    this.parts.events.emit({ event: 'job.changed', payload: { job: this.#snapshot } })
  }
}

/** What a snapshot says of a job's work. */
function described(work: JobWork, own: string): Pick<JobSnapshot, 'title' | 'folder'> & Partial<JobSnapshot> {
  const { title, subject, count, photoId, modelId, seed, makesFiles, pictureFolders } = work
  return {
    title,
    subject,
    count,
    photoId,
    modelId,
    seed,
    folder: pictureFolders?.[0] ?? (makesFiles ? own : undefined),
  }
}

/** A result goes to every page at every change: it names no more files than are looked at. */
function shortened(result: JobResult): JobResult {
  if (result.kind !== 'sample' || result.files.length <= mostFiles) return result
  return { ...result, images: result.files.length, files: result.files.slice(0, mostFiles) }
}
