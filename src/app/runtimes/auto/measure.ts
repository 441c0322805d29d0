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

/** Rows of pixels that are drawn first, to see how long an image may take. */
const rows = 2
/** Seconds of measuring after which no further run begins, and after which a process is given up. */
const enough = 2
const patience = 30
/**
 * How much longer than those rows an image may take, and how many seconds at least: who computes only what is new for
 * a pixel needs little more for all of them, who begins anew with each row is known from these.
 */
const [timesLonger, leastSeconds] = [4, 5]

/**
 * Times in engine processes of their own: a crash there is a reason and nothing else. Milliseconds are those of a
 * training step, of a batch's likelihoods, or of drawing all pictures of a batch from end to end, which is worked out
 * from two rows where it takes long.
 */
export function measureInEngine(openEngine: () => Engine, seconds = patience): Measure {
  return async (runtime, request, signal) => {
    const { size } = request.configuration
    const time = (limit: number, pixels?: number): Promise<Measurement> =>
      bench(openEngine, { runtime, request, pixels, seconds: limit }, signal)
    if (request.what !== 'sample' || size <= rows) return time(seconds)
    const began = performance.now()
    const few = await time(seconds, rows * size)
    if ('reason' in few) return few
    const left = seconds - (performance.now() - began) / 1000
    const whole = await time(Math.min(left, Math.max(leastSeconds, (timesLonger * few.milliseconds) / 1000)))
    return 'milliseconds' in whole ? whole : { milliseconds: (few.milliseconds * size) / rows }
  }
}

async function bench(
  openEngine: () => Engine,
  {
    runtime,
    request,
    pixels,
    seconds,
  }: {
    readonly runtime: ConcreteRuntime
    readonly request: TimedRequest
    readonly pixels: number | undefined
    readonly seconds: number
  },
  signal: AbortSignal,
): Promise<Measurement> {
  const { what, configuration, batch, threads } = request
  const engine = openEngine()
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
      return { milliseconds: outcome.result.seconds * 1000 }
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
