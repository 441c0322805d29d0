import { afterAll, afterEach, expect, it, vi } from 'vitest'
import type { JobEvent } from '../../shared/jobEvents'
import type { RuntimeName } from '../../shared/runtimes'
import { stopKernels } from '../runtimes/runtime'
import type { JobContext } from './context'
import { startRuntime } from './startRuntime'

afterEach(() => vi.unstubAllEnvs())
afterAll(stopKernels)

async function notes(runtime: RuntimeName, threads?: number): Promise<string[]> {
  const told: string[] = []
  const emit = (event: JobEvent): void => {
    if (event.type === 'note') told.push(event.message)
  }
  await startRuntime({ emit } as unknown as JobContext, {
    runtime,
    ...(threads !== undefined && { threads }),
  })
  return told
}

it('says what of the threads that were asked for a runtime does not use', async () => {
  expect(await notes('cpu', 4)).toEqual(['The cpu runtime uses one thread here.'])
  expect(await notes('cpu', 1)).toEqual([])
  expect(await notes('wasm', 3)).toEqual([])
})

it('says so where a job runs without the kernels that it could have', async () => {
  await stopKernels()
  vi.stubEnv('PIXELLOOM_KERNELS', '/nowhere')
  expect(await notes('auto')).toEqual([
    expect.stringMatching(/^This runs on wasm, which is slower: there are no native kernels/),
  ])
  expect(await notes('wasm', 2)).toEqual([
    expect.stringMatching(/^WebAssembly runs without kernels of our own/),
    'The wasm runtime uses one thread here.',
  ])
})
