import type { ErrorValue } from '../../shared/errors'
import type { JobEvent } from '../../shared/jobEvents'
import type { JobResult } from '../../shared/jobs'
import type { ToEngine } from '../protocol/messages'
import type { JobSpecificationInput } from '../protocol/specifications'

/**
 * A live engine process as its owner sees it: `child_process` under plain Node (node/fork.ts),
 * `utilityProcess` in Electron (src/main). Messages are structured clones.
 */
export interface EngineChannel {
  readonly pid: number | undefined
  send(message: ToEngine): void
  onMessage(listener: (message: unknown) => void): void
  /** Once, when the process is gone, for whatever reason. `reason` is short: "exit code 1", "SIGKILL". */
  onExit(listener: (reason: string) => void): void
  kill(): void
}

/** What is particular to one engine process. */
export interface EngineProcessOptions {
  /** Set besides what all processes of this owner have. */
  readonly environment?: Readonly<Record<string, string>>
  /** Hears what libraries log there, which nobody else does. */
  readonly libraryLog?: (line: string) => void
}

export type SpawnEngine = (options?: EngineProcessOptions) => EngineChannel

/** How a job ended. A cancelled job may still have made something. */
export type JobOutcome =
  | { state: 'done'; result: JobResult }
  | { state: 'failed'; error: ErrorValue }
  | { state: 'cancelled'; result?: JobResult }

/** A job in an engine process. pause, resume and cancel are requests; what comes of them is told. */
export interface RunningJob {
  readonly pid: number | undefined
  /** Never rejects. */
  readonly finished: Promise<JobOutcome>
  pause(): void
  resume(): void
  cancel(): void
}

export interface JobListeners {
  event(event: JobEvent): void
  paused?(): void
  resumed?(): void
}

/** Runs jobs in engine processes, one process a job, keeping an idle one warm for the next. */
export interface Engine {
  /** Throws `invalid-argument` at once where the specification is not one. */
  run(specification: JobSpecificationInput, listeners: JobListeners): RunningJob
  /** Ends idle processes at once and running ones after asking them to cancel. */
  close(): Promise<void>
}
