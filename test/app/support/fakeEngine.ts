import type { Engine, JobListeners, JobOutcome, RunningJob } from '../../../src/engine/hosts/channel'
import { jobSpecificationSchema, type JobSpecification } from '../../../src/engine/protocol/specifications'
import type { JobEvent } from '../../../src/shared/jobEvents'

/** A job as the test plays it: what was asked of it, and the strings to pull. */
export class FakeRun implements RunningJob {
  readonly pid = 4711
  readonly asked: string[] = []
  readonly finished: Promise<JobOutcome>
  #finish: (outcome: JobOutcome) => void = () => undefined

  constructor(
    readonly specification: JobSpecification,
    private readonly listeners: JobListeners,
    private readonly endsWhenCancelled: boolean,
  ) {
    this.finished = new Promise((resolve) => (this.#finish = resolve))
  }

  emit(event: JobEvent): void {
    this.listeners.event(event)
  }

  finish(outcome: JobOutcome): void {
    this.#finish(outcome)
  }

  pause(): void {
    this.asked.push('pause')
    this.listeners.paused?.()
  }

  resume(): void {
    this.asked.push('resume')
    this.listeners.resumed?.()
  }

  cancel(): void {
    this.asked.push('cancel')
    if (this.endsWhenCancelled) this.finish({ state: 'cancelled' })
  }
}

/** An engine whose jobs do what the test says, and nothing else. */
export class FakeEngine implements Engine {
  readonly runs: FakeRun[] = []
  closed = false
  endsWhenCancelled = true
  #waiting: (() => void)[] = []

  run(specification: Parameters<Engine['run']>[0], listeners: JobListeners): RunningJob {
    const run = new FakeRun(jobSpecificationSchema.parse(specification), listeners, this.endsWhenCancelled)
    this.runs.push(run)
    for (const wake of this.#waiting.splice(0)) wake()
    return run
  }

  /** The n-th job that was started, as soon as it is. */
  async started(index: number): Promise<FakeRun> {
    for (;;) {
      const run = this.runs[index]
      if (run) return run
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  close(): Promise<void> {
    this.closed = true
    return Promise.resolve()
  }
}
