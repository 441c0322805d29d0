import type { Engine } from '../../../engine/hosts/channel'
import { PixelloomError } from '../../../shared/errors'
import { chooseAnother, type ConcreteRuntime } from '../../../shared/runtimes'
import type { TimedRequest } from './request'

/** A figure, or why there is none; `lasting` where it would be the same for every model. */
export type Measurement =
  { readonly milliseconds: number } | { readonly reason: string; readonly lasting: boolean }

/** Times a request on a runtime. Throws `cancelled` only. */
export type Measure = (
  runtime: ConcreteRuntime,
  request: TimedRequest,
  signal: AbortSignal,
) => Promise<Measurement>

/** Rows of pixels that are drawn to see how long one takes. */
const rows = 2
/** Seconds of measuring after which no further run begins, and after which a process is given up. */
const enough = 2
const patience = 30

/**
 * Times in an engine process of its own: a crash there is a reason and nothing else. Milliseconds are those of a
 * training step, of a batch's likelihoods, or of a row of pixels of all pictures that are drawn.
 */
export function measureInEngine(openEngine: () => Engine, seconds = patience): Measure {
  return async (runtime, request, signal) => {
    const { what, configuration, batch, threads } = request
    const engine = openEngine()
    const pixels = what === 'sample' ? rows * configuration.size : undefined
    const job = engine.run(
      {
        ...{ kind: 'bench', configuration, what, batch, runtime, threads, pixels },
        ...{ runs: 3, seconds: enough, software: false },
      },
      { event: () => undefined },
    )
    const stop = (): void => job.cancel()
    const timer = setTimeout(stop, seconds * 1000)
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    try {
      const outcome = await job.finished
      if (signal.aborted) throw new PixelloomError('cancelled', 'Cancelled.')
      if (outcome.state === 'done' && outcome.result.kind === 'bench') {
        const units = what === 'sample' ? Math.min(rows, configuration.size) : 1
        return { milliseconds: (outcome.result.seconds * 1000) / units }
      }
      if (outcome.state === 'failed') {
        const { message, code } = outcome.error
        return { reason: message.replace(` ${chooseAnother}`, ''), lasting: code === 'runtime-unavailable' }
      }
      return { reason: `It takes more than ${Math.round(seconds)} seconds.`, lasting: false }
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      await engine.close()
    }
  }
}
