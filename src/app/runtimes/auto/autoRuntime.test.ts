import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeStorage } from '../../../engine/hosts/node/storage'
import type { ConcreteRuntime } from '../../../shared/runtimes'
import { standardModel } from '../../../shared/standardModel'
import { createAutoRuntime } from './autoRuntime'
import type { Measurement } from './measure'
import type { TimedRequest } from './request'

const training: TimedRequest = { what: 'train', configuration: standardModel.configuration, batch: 16 }
const { signal } = new AbortController()
const absent = (reason: string): Measurement => ({ reason, lasting: true })
let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'pixelloom-auto-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runtimes that take so many milliseconds, by task and name, and what was measured of whom. */
function machine(
  times: Partial<Record<ConcreteRuntime, Measurement | ((request: TimedRequest) => Measurement)>>,
  more: { rivals?: ConcreteRuntime[]; identity?: object } = {},
) {
  const measured: string[] = []
  const auto = createAutoRuntime({
    storage: createNodeStorage(),
    folder: join(folder, 'runtimes'),
    measure: (runtime, request) => {
      measured.push(`${runtime} ${request.what}`)
      const time = times[runtime] ?? absent('Not here.')
      return Promise.resolve(typeof time === 'function' ? time(request) : time)
    },
    rivals: () => more.rivals ?? ['tensorflow', 'webgpu'],
    identity: () => more.identity ?? {},
  })
  return { auto, measured }
}

describe('auto', () => {
  it('has no choice, and measures nothing, where only the default is there', async () => {
    const { auto, measured } = machine({ native: { milliseconds: 1 } }, { rivals: [] })
    expect(auto.hasChoice()).toBe(false)
    expect(await auto.choose(training, { signal })).toBeUndefined()
    expect(measured).toEqual([])
  })

  it('takes the fastest for training and for drawing apart, and says why', async () => {
    const { auto } = machine({
      native: ({ what }) => ({ milliseconds: what === 'train' ? 9.84 : 0.5 }),
      tensorflow: ({ what }) => ({ milliseconds: what === 'train' ? 3.1 : 40 }),
    })
    expect(await auto.choose(training, { signal })).toEqual({
      runtime: 'tensorflow',
      why: 'tensorflow is taken. Milliseconds a step: native 9.84, tensorflow 3.1, webgpu none (Not here).',
    })
    expect(await auto.choose({ ...training, what: 'sample' }, { signal })).toEqual({
      runtime: 'native',
      why: 'native is taken. Milliseconds to draw: native 0.5, tensorflow 40.',
    })
  })

  it('measures once for a model, batch and machine, also in another run of the app', async () => {
    const times = { native: { milliseconds: 9 }, tensorflow: { milliseconds: 3 } } as const
    const told: string[] = []
    const hooks = { signal, measuring: () => told.push('measuring') }
    const { auto, measured } = machine(times)
    const choices = [auto.choose(training, hooks), auto.choose(training, hooks)]
    expect(new Set((await Promise.all(choices)).map((choice) => choice?.runtime))).toEqual(
      new Set(['tensorflow']),
    )
    expect(measured).toEqual(['tensorflow train', 'webgpu train', 'native train'])
    expect(told).toEqual(['measuring'])

    const next = machine(times)
    await next.auto.choose(training, hooks)
    expect(next.measured).toEqual([])
    // webgpu is known not to run here, whatever the model.
    await next.auto.choose({ ...training, batch: 8 }, hooks)
    expect(next.measured).toEqual(['tensorflow train', 'native train'])

    const changed = machine(times, { identity: { driver: 'another' } })
    await changed.auto.choose(training, hooks)
    expect(changed.measured).toEqual(['tensorflow train', 'webgpu train', 'native train'])
  })

  it('leaves the default where no rival runs, and does not ask again', async () => {
    const { auto, measured } = machine({ native: { milliseconds: 9 } })
    expect(await auto.choose(training, { signal })).toBeUndefined()
    expect(await auto.choose({ ...training, batch: 8 }, { signal })).toBeUndefined()
    expect(measured).toEqual(['tensorflow train', 'webgpu train'])
  })

  it('goes by what is left where one crashes', async () => {
    const crash: Measurement = { reason: 'The engine process ended unexpectedly (SIGSEGV).', lasting: false }
    const first = machine({ native: { milliseconds: 9 }, tensorflow: crash })
    expect(await first.auto.choose(training, { signal })).toEqual({
      runtime: 'native',
      why: 'native is taken. Milliseconds a step: native 9, tensorflow none (The engine process ended unexpectedly (SIGSEGV)), webgpu none (Not here).',
    })
    const other = machine({ native: crash, tensorflow: { milliseconds: 50 } }, { identity: { other: true } })
    expect((await other.auto.choose(training, { signal }))?.runtime).toBe('tensorflow')
  })

  it('measures wasm where there is no native code', async () => {
    const { auto } = machine({ wasm: { milliseconds: 9 }, tensorflow: { milliseconds: 30 } })
    expect((await auto.choose(training, { signal }))?.runtime).toBe('wasm')
  })

  it('does not keep what was cut short', async () => {
    const controller = new AbortController()
    const auto = createAutoRuntime({
      storage: createNodeStorage(),
      folder,
      measure: () => {
        controller.abort()
        return Promise.reject(new Error('cut short'))
      },
      rivals: () => ['tensorflow'],
      identity: () => ({}),
    })
    await expect(auto.choose(training, controller)).rejects.toThrow('cut short')
    const again = machine({ native: { milliseconds: 9 }, tensorflow: { milliseconds: 3 } })
    expect((await again.auto.choose(training, { signal }))?.runtime).toBe('tensorflow')
    expect(again.measured).toHaveLength(3)
  })
})
