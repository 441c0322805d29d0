import type { JobEvent } from '../../shared/jobEvents'
import type { JobResult } from '../../shared/jobs'
import type { Host } from '../host'
import type { Gate } from './gate'

/** What every job gets: the machine, someone to tell, and a gate to pass between its steps. */
export interface JobContext {
  readonly host: Host
  readonly gate: Gate
  emit(event: JobEvent): void
}

/** How a job that did not fail ended. What was finished before a cancel is still its result. */
export type JobEnd = { cancelled: false; result: JobResult } | { cancelled: true; result?: JobResult }
