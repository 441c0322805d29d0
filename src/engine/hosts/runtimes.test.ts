import { describe, expect, it, vi } from 'vitest'
import { concreteRuntimes, type ConcreteRuntime } from '../../shared/runtimes'
import type { ToEngine } from '../protocol/messages'
import type { EngineChannel } from './channel'
import { askRuntimes } from './runtimes'

/** What an engine process does when it is asked for a runtime. */
type Answer = (name: ConcreteRuntime, tell: (message: unknown) => void, end: (reason: string) => void) => void

/** Engine processes that answer so, and what became of each. */
function engines(answer: Answer) {
  const kills: ReturnType<typeof vi.fn>[] = []
  const spawn = () => {
    let tell: (message: unknown) => void = () => {}
    let end: (reason: string) => void = () => {}
    const kill = vi.fn()
    kills.push(kill)
    return {
      pid: 1,
      send: (message: ToEngine) => {
        if (message.type === 'report-runtime') answer(message.name, tell, end)
      },
      onMessage: (listener: typeof tell) => (tell = listener),
      onExit: (listener: typeof end) => (end = listener),
      kill,
    } satisfies EngineChannel
  }
  return { kills, spawn }
}

describe('askRuntimes', () => {
  it('asks a process of its own for each, passes over other messages and ends it', async () => {
    const { kills, spawn } = engines((name, tell) => {
      const runtime = { name, available: true, description: 'fast', gigaflops: 20 }
      tell({ type: 'ready' })
      tell({ type: 'runtime', runtime, last: false })
      tell({ type: 'runtime', runtime: { ...runtime, trainingMilliseconds: 3 }, last: true })
    })
    const reports = await askRuntimes(spawn)
    expect(reports.map(({ name }) => name)).toEqual(concreteRuntimes)
    expect(reports[0]).toMatchObject({ name: 'native', gigaflops: 20, trainingMilliseconds: 3 })
    expect(kills.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('has a sentence for one that crashes, fails, or says nothing, and goes on', async () => {
    const { spawn } = engines((name, tell, end) => {
      if (name === 'native') return tell({ type: 'runtime', runtime: fine(name), last: true })
      if (name === 'tensorflow') return end('SIGILL')
      if (name === 'webgpu') return tell({ type: 'failed', error: { code: 'internal', message: 'No.' } })
      // Started, then lost while it was measured; and silence.
      if (name === 'wasm') {
        tell({ type: 'runtime', runtime: fine(name), last: false })
        end('SIGSEGV')
      }
    })
    expect(await askRuntimes(spawn, 0.05)).toEqual([
      fine('native'),
      {
        ...{ name: 'tensorflow', available: false },
        description: 'Its process ended unexpectedly when it was tried (SIGILL).',
        because: { id: 'runtimes.ended', values: { how: 'SIGILL' } },
      },
      { name: 'webgpu', available: false, description: 'No.' },
      {
        ...fine('wasm'),
        unmeasured: 'Its process ended unexpectedly when it was tried (SIGSEGV).',
        because: { id: 'runtimes.ended', values: { how: 'SIGSEGV' } },
      },
      {
        ...{ name: 'cpu', available: false, description: 'It gave no answer within 0.05 seconds.' },
        because: { id: 'runtimes.noAnswer', values: { seconds: 0.05 } },
      },
    ])
  })
})

function fine(name: ConcreteRuntime) {
  return { name, available: true, description: 'fast' }
}
