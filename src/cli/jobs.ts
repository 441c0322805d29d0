import type { JobSpecificationInput } from '../engine/protocol/specifications'
import type { JobEvent } from '../shared/jobEvents'
import { PixelloomError } from '../shared/errors'
import type { JobResult, SkippedFile } from '../shared/jobs'
import { hasCheckpoint } from './checkpoints'
import type { ComputeOptions } from './cli'
import { type ProgressView, progressView } from './progress'
import type { Services } from './services'
import type { Terminal } from './terminal'

export type ResultOf<K extends JobResult['kind']> = Extract<JobResult, { kind: K }>

/** The job was cancelled from the terminal. `result` is what it made before that, if anything. */
export class CancelledByUser extends PixelloomError {
  constructor(
    message: string,
    readonly result?: JobResult,
  ) {
    super('cancelled', message)
  }
}

/**
 * Runs a job in an engine process and shows how it goes. The first Ctrl-C asks it to stop and keep what it
 * has, the second ends it at once. Throws what the job failed with, or CancelledByUser.
 */
export async function runJob<S extends JobSpecificationInput>(
  specification: S,
  { quiet }: Pick<ComputeOptions, 'quiet'>,
  services: Pick<Services, 'engine'>,
  terminal: Terminal,
): Promise<ResultOf<S['kind']>> {
  const view = progressView(terminal.messages, () => terminal.now(), quiet)
  const job = services.engine.run(specification, { event: (event) => show(event, view) })

  let interrupts = 0
  const stopListening = terminal.onInterrupt(() => {
    interrupts++
    if (interrupts > 1) return terminal.abandon(job.pid)
    view.line('Stopping; what is finished is kept. Press Ctrl-C again to end it at once.')
    job.cancel()
  })
  const outcome = await job.finished
  stopListening()
  view.end()

  if (outcome.state === 'failed') throw PixelloomError.from(outcome.error)
  if (outcome.state === 'cancelled') throw new CancelledByUser(cancelled(specification), outcome.result)
  if (outcome.result.kind !== specification.kind) {
    throw new PixelloomError('internal', 'The engine answered another question than it was asked.')
  }
  return outcome.result as ResultOf<S['kind']>
}

function show(event: JobEvent, view: ProgressView): void {
  switch (event.type) {
    case 'progress':
      return view.progress(event.progress)
    case 'metrics':
      return view.metrics(event.points)
    case 'skipped':
      for (const file of event.files) view.line(skippedText(file))
      return
    case 'note':
      return view.line(event.message)
    case 'row':
    case 'picture':
    case 'trouble':
    case 'memory':
      // For windows: a terminal has the files when the job is done, and what is in its way ends it.
      return
  }
}

function skippedText({ path, reason }: SkippedFile): string {
  return `skipped ${path}: ${reason}`
}

function cancelled(specification: JobSpecificationInput): string {
  if (specification.kind === 'complete-folder') {
    return `Cancelled. What is finished is in ${specification.out}; the same command goes on with the rest.`
  }
  if (specification.kind !== 'train' || !hasCheckpoint(specification.out)) return 'Cancelled.'
  return `Cancelled. The last checkpoint is in ${specification.out}; the same command with --resume goes on from it.`
}
