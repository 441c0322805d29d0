import { describe, expect, it, vi } from 'vitest'
import type { RuntimeReport } from '../../shared/runtimes'
import type { EngineChannel } from './channel'
import { askRuntimes } from './runtimes'

const reports: RuntimeReport[] = [{ name: 'wasm', available: true, description: 'fast', gigaflops: 20 }]

/** An engine process that does one thing when it is asked. */
function engine(answer: (tell: (message: unknown) => void, end: (reason: string) => void) => void) {
  let tell: (message: unknown) => void = () => {}
  let end: (reason: string) => void = () => {}
  const channel = {
    pid: 1,
    send: vi.fn(() => answer(tell, end)),
    onMessage: (listener: typeof tell) => (tell = listener),
    onExit: (listener: typeof end) => (end = listener),
    kill: vi.fn(),
  } satisfies EngineChannel
  return channel
}

describe('askRuntimes', () => {
  it('asks once, passes over other messages and ends the process', async () => {
    const channel = engine((tell) => {
      tell({ type: 'ready' })
      tell({ type: 'runtimes', runtimes: reports })
    })
    expect(await askRuntimes(() => channel)).toEqual(reports)
    expect(channel.send.mock.calls).toEqual([[{ type: 'report-runtimes' }]])
    expect(channel.kill).toHaveBeenCalledTimes(1)
  })

  it('tells why where the process dies or fails', async () => {
    await expect(askRuntimes(() => engine((_tell, end) => end('SIGILL')))).rejects.toMatchObject({
      code: 'engine-stopped',
      message: expect.stringContaining('SIGILL') as string,
    })
    const error = { code: 'internal', message: 'No.' }
    await expect(askRuntimes(() => engine((tell) => tell({ type: 'failed', error })))).rejects.toMatchObject(
      error,
    )
  })
})
