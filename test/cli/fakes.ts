import type { Engine, JobListeners, JobOutcome } from '../../src/engine/hosts/channel'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import { PixelloomError } from '../../src/shared/errors'
import { jobSpecificationSchema } from '../../src/engine/protocol/specifications'
import type { Services } from '../../src/cli/services'
import type { Terminal } from '../../src/cli/terminal'

/** A terminal in memory: what was printed, what was told, and a Ctrl-C key. */
export interface FakeTerminal extends Terminal {
  readonly printed: string[]
  told: string
  time: number
  interrupt(): void
  readonly abandoned: (number | undefined)[]
}

export function fakeTerminal({ isTerminal = false, width = 80 } = {}): FakeTerminal {
  const listeners = new Set<() => void>()
  const terminal: FakeTerminal = {
    cwd: '/home/someone',
    env: {},
    printed: [],
    told: '',
    time: 0,
    abandoned: [],
    print: (line) => void terminal.printed.push(line),
    messages: { isTerminal, width, write: (text) => void (terminal.told += text) },
    now: () => terminal.time,
    onInterrupt(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    interrupt: () => listeners.forEach((listener) => listener()),
    abandon: (pid) => void terminal.abandoned.push(pid),
  }
  return terminal
}

/** A job that the engine was asked to run, to be brought to its end by the test. */
export interface FakeJob {
  readonly specification: JobSpecificationInput
  readonly listeners: JobListeners
  cancels: number
  end(outcome: JobOutcome): void
}

export interface FakeServices extends Services {
  readonly jobs: FakeJob[]
  closed: number
}

/** Services that run nothing. `script` is called with each job; without one it never ends by itself. */
export function fakeServices(script?: (job: FakeJob) => void): FakeServices {
  const engine: Engine = {
    run(specification, listeners) {
      const parsed = jobSpecificationSchema.safeParse(specification)
      if (!parsed.success) throw new PixelloomError('invalid-argument', parsed.error.message)
      const { promise, resolve } = withResolvers<JobOutcome>()
      const job: FakeJob = { specification, listeners, cancels: 0, end: resolve }
      services.jobs.push(job)
      if (script) queueMicrotask(() => script(job))
      return {
        pid: 4711,
        finished: promise,
        pause: () => undefined,
        resume: () => undefined,
        cancel() {
          job.cancels++
        },
      }
    },
    close: () => Promise.resolve(),
  }
  const services: FakeServices = {
    jobs: [],
    closed: 0,
    version: '1.2.3',
    dataFolder: '/data',
    engine,
    modelFolder: (model) =>
      model === 'missing'
        ? Promise.reject(new PixelloomError('not-found', 'There is no model "missing".', 'missing'))
        : Promise.resolve(`/models/${model}`),
    trainedOn: (folder) => Promise.resolve(folder === '/models/birds' ? '/pictures/birds' : undefined),
    listModels: () => Promise.resolve({ models: [], damaged: [] }),
    importModel: () => Promise.reject(new PixelloomError('not-found', 'Not in this test.')),
    exportModel: () => Promise.resolve(),
    runtimes: () => Promise.resolve([{ name: 'cpu', available: true, description: 'Plain JavaScript' }]),
    measure: () => Promise.resolve({ reason: 'Not in this test.', lasting: true }),
    tensorflow: {
      installed: () => undefined,
      explain: () => Promise.resolve({ cards: [] }),
      install: () => Promise.reject(new PixelloomError('unsupported', 'Not in this test.')),
      remove: () => Promise.reject(new PixelloomError('not-found', 'TensorFlow is not installed.')),
      restore: () => Promise.resolve(),
      tidy: () => Promise.resolve(),
    },
    serve: () => Promise.reject(new PixelloomError('unsupported', 'Not in this test.')),
    close() {
      services.closed++
      return Promise.resolve()
    },
  }
  return services
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
