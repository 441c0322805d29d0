import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import type { Quality } from '../../shared/completion'
import type { ErrorValue } from '../../shared/errors'
import type { JobEvent } from '../../shared/jobEvents'
import type { JobKind } from '../../shared/jobs'
import type { JobRequest } from './request'

/**
 * Where a job waits its turn. One training at a time, and one folder of images or run of samples, since two would only
 * slow each other down; what a person is waiting for runs beside them.
 */
export const lanes = ['training', 'batch', 'interactive'] as const
export type Lane = (typeof lanes)[number]

/** A request turned into something the queue can run. */
export interface JobWork {
  readonly kind: JobKind
  readonly title: string
  /** What the title names: a file, a folder or a model; and how many images it speaks of. */
  readonly subject?: string
  readonly count?: number
  readonly lane: Lane
  readonly photoId?: string
  readonly modelId?: string
  readonly seed?: number
  /** What a person chose, of which the specification has only what it comes to. */
  readonly quality?: Quality
  /** The job gets a folder of its own for what it makes. */
  readonly makesFiles: boolean
  /** Folders besides its own that its pictures may lie in. */
  readonly pictureFolders?: readonly string[]
  /** What was asked for, with every choice that was left to the app: where it is kept, it can be asked for again. */
  readonly request?: JobRequest
  /** What the engine is asked to do; `folder` is the job's own. */
  specification(folder: string): JobSpecificationInput
  /** Hears every event of the job. */
  onEvent?(event: JobEvent): void
  /** Says what is to be done about a failure where the engine can't know it. */
  explain?(error: ErrorValue): Promise<ErrorValue>
  /**
   * After a failure that going on otherwise may get over: what to ask the engine for once a person says so. The job
   * waits until then.
   */
  otherwise?(error: ErrorValue): (() => Promise<JobSpecificationInput>) | undefined
  /** The job is over, however it ended, or never began. */
  onEnd?(): void
}
