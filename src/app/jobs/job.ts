import { randomUUID } from 'node:crypto'
import type { RunningJob } from '../../engine/hosts/channel'
import { PixelloomError } from '../../shared/errors'
import type { JobEvent } from '../../shared/jobEvents'
import { canMove, isFinal, type JobSnapshot, type JobState } from '../../shared/jobs'
import type { EventHub } from '../events'
import { Outbox } from './outbox'
import { JobPictures } from './pictures'
import type { JobWork } from './work'

/** One job: where it stands, and what it tells whom. The queue decides when it runs. */
export class Job {
  readonly id = randomUUID()
  readonly pictures = new JobPictures(this.id)
  /** The engine's end of it, while there is one. */
  running: RunningJob | undefined
  /** Asked for before the engine had begun. */
  cancelRequested = false
  pauseRequested = false
  #snapshot: JobSnapshot
  readonly #outbox: Outbox

  constructor(
    readonly work: JobWork,
    private readonly events: EventHub,
    private readonly log: (message: string) => void,
  ) {
    const { kind, title, photoId, modelId, seed } = work
    this.#snapshot = {
      id: this.id,
      kind,
      state: 'queued',
      title,
      createdAt: Date.now(),
      photoId,
      modelId,
      seed,
    }
    const jobId = this.id
    this.#outbox = new Outbox({
      rows: (rows) => this.events.emit({ event: 'job.rows', payload: { jobId, rows } }),
      metrics: (points) => this.events.emit({ event: 'job.metrics', payload: { jobId, modelId, points } }),
      progress: () => this.#tell(),
    })
    this.#tell()
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

  /** Changes state; all that the job said before is told first. */
  move(state: JobState, more: Pick<JobSnapshot, 'error' | 'result'> = {}): void {
    if (!canMove(this.state, state)) {
      throw new PixelloomError('internal', `A job can't go from ${this.state} to ${state}.`, this.id)
    }
    this.#outbox.flush()
    // What was in the way of a job is told only while it waits.
    const error = state === 'paused' ? this.#snapshot.error : undefined
    this.#snapshot = { ...this.#snapshot, error, ...more, state }
    if (this.isOver) this.#outbox.close()
    this.#tell()
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
      case 'picture': {
        const picture = this.pictures.add(event)
        // The rows of a picture come before the picture.
        this.#outbox.flush()
        this.events.emit({ event: 'job.picture', payload: { jobId: this.id, picture } })
        break
      }
      case 'note':
        this.log(`${this.#snapshot.title}: ${event.message}`)
        this.#snapshot = { ...this.#snapshot, note: event.message }
        this.#outbox.progress()
        break
      case 'trouble':
        this.#snapshot = { ...this.#snapshot, error: event.error }
        this.#outbox.progress()
        break
      case 'skipped':
        // The result lists them all; nothing shows them before.
        break
    }
    this.work.onEvent?.(event)
  }

  #tell(): void {
    this.events.emit({ event: 'job.changed', payload: { job: this.#snapshot } })
  }
}
