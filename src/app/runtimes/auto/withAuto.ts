import type { Engine, JobListeners, JobOutcome, RunningJob } from '../../../engine/hosts/channel'
import type { Storage } from '../../../engine/host'
import type { JobSpecificationInput } from '../../../engine/protocol/specifications'
import { toErrorValue } from '../../../shared/errors'
import type { RuntimeName } from '../../../shared/runtimes'
import type { AutoRuntime } from './autoRuntime'
import { timedRequest } from './request'

/**
 * An engine whose jobs run on the fastest runtime, wherever they leave that to it. Where nothing could be faster than
 * the default, jobs go on to the engine as they are, at once.
 */
export function withAuto(engine: Engine, auto: AutoRuntime, storage: Storage): Engine {
  /** The job with its runtime, and why it is that one. */
  async function resolved(
    specification: JobSpecificationInput,
    listeners: JobListeners,
    signal: AbortSignal,
  ): Promise<JobSpecificationInput> {
    const note = (message: string): void => listeners.event({ type: 'note', message })
    // What is wrong with its model the job itself says best.
    const request = await timedRequest(specification, storage).catch(() => undefined)
    signal.throwIfAborted()
    if (!request) return specification
    const choice = await auto.choose(request, {
      signal,
      measuring: () => note('Measuring which runtime is the fastest for this model …'),
    })
    if (!choice) return specification
    note(choice.why)
    return { ...specification, runtime: choice.runtime } as JobSpecificationInput
  }

  return {
    run(specification, listeners) {
      const asked = 'runtime' in specification ? specification.runtime : undefined
      if (!isTimed(specification) || !leavesOpen(asked) || !auto.hasChoice()) {
        return engine.run(specification, listeners)
      }
      return runLater(
        (signal) => resolved(specification, listeners, signal),
        (ready) => engine.run(ready, listeners),
      )
    },
    close: () => engine.close(),
  }
}

const timed: ReadonlySet<JobSpecificationInput['kind']> = new Set([
  'train',
  'complete',
  'complete-folder',
  'sample',
  'evaluate',
])

function isTimed({ kind }: JobSpecificationInput): boolean {
  return timed.has(kind)
}

function leavesOpen(runtime: RuntimeName | undefined): boolean {
  return runtime === undefined || runtime === 'auto'
}

/** A job that begins once it is ready; what is asked of it before then is kept for it. */
function runLater<S>(
  prepare: (signal: AbortSignal) => Promise<S>,
  start: (ready: S) => RunningJob,
): RunningJob {
  const controller = new AbortController()
  let running: RunningJob | undefined
  let paused = false

  async function perform(): Promise<JobOutcome> {
    try {
      const ready = await prepare(controller.signal)
      if (controller.signal.aborted) return { state: 'cancelled' }
      running = start(ready)
    } catch (error) {
      return controller.signal.aborted
        ? { state: 'cancelled' }
        : { state: 'failed', error: toErrorValue(error) }
    }
    if (paused) running.pause()
    return running.finished
  }

  return {
    get pid() {
      return running?.pid
    },
    finished: perform(),
    pause() {
      paused = true
      running?.pause()
    },
    resume() {
      paused = false
      running?.resume()
    },
    cancel() {
      controller.abort()
      running?.cancel()
    },
  }
}
