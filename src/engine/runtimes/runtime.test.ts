import * as tf from '@tensorflow/tfjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { concreteRuntimes, runtimeReportSchema } from '../../shared/runtimes'
import { activeKernels } from '../plans/activeKernels'
import { reportRuntime } from './report'
import { selectRuntime, stopKernels } from './runtime'

// The test command builds the kernels first; where no compiler is to be had, this says so by failing.
describe('runtimes', () => {
  const spoken = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
  const listeners = { exceptions: 0, rejections: 0 }
  beforeAll(() => {
    listeners.exceptions = process.listenerCount('uncaughtException')
    listeners.rejections = process.listenerCount('unhandledRejection')
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await stopKernels()
  })

  afterEach(() => vi.unstubAllEnvs())

  // What cards this machine has is not for these tests to say.
  beforeEach(() => vi.stubEnv('VK_ICD_FILENAMES', '/nowhere'))

  it('takes native for auto, and adds', async () => {
    const { name, description, note } = await selectRuntime('auto')
    expect([name, note]).toEqual(['native', undefined])
    expect(description).toMatch(/^Kernels of our own: (AVX-512|AVX2|SSE2|NEON), (one thread|\d+ threads)$/)
    expect(activeKernels()).toBeDefined()
    expect([...tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync())]).toEqual([2, 3])
  })

  it('takes the one that is named', async () => {
    expect((await selectRuntime('cpu')).name).toBe('cpu')
    expect(tf.getBackend()).toBe('cpu')
    expect(activeKernels()).toBeUndefined()
    const wasm = await selectRuntime('wasm', { threads: 3 })
    expect(wasm).toMatchObject({ name: 'wasm', threads: 3 })
    expect(wasm.description).toMatch(/^Kernels of our own in WebAssembly: .*SIMD, 3 threads$/)
    expect(activeKernels()?.threads).toBe(3)
  })

  it('does without kernels that are not there, and says so', async () => {
    await stopKernels()
    vi.stubEnv('PIXELLOOM_KERNELS', '/nowhere')
    await expect(selectRuntime('native')).rejects.toMatchObject({
      code: 'runtime-unavailable',
      message: expect.stringMatching(/^There are no native kernels for this machine/) as unknown,
    })
    const { name, description, note } = await selectRuntime('auto')
    expect(name).toBe('wasm')
    expect(description).toBe("WebAssembly with TensorFlow.js' own kernels, one thread")
    expect(note).toMatch(/^This runs on wasm, which is slower: there are no native kernels for this machine/)
    expect((await selectRuntime('wasm')).note).toBe(
      'WebAssembly runs without kernels of our own, which is slower: there are no WebAssembly kernels.',
    )
    expect(activeKernels()).toBeUndefined()
  })

  it.each(['tensorflow', 'webgpu'] as const)('says in a sentence why %s does not run', async (name) => {
    await expect(selectRuntime(name)).rejects.toMatchObject({
      name: 'PixelloomError',
      code: 'runtime-unavailable',
      subject: name,
      message: expect.stringMatching(/\.$/) as unknown,
    })
  })

  it('reports each, with a speed where it runs', async () => {
    const tensors = tf.memory().numTensors
    const reports = []
    for (const name of concreteRuntimes) reports.push(runtimeReportSchema.parse(await reportRuntime(name)))
    expect(reports.map(({ name, available }) => [name, available])).toEqual([
      ['native', true],
      ['tensorflow', false],
      ['webgpu', false],
      ['wasm', true],
      ['cpu', true],
    ])
    for (const { available, gigaflops } of reports) expect(gigaflops !== undefined).toBe(available)
    expect(tf.memory().numTensors).toBe(tensors)
  })

  it('prints nothing and leaves the process its own error handling', () => {
    for (const spy of spoken) expect(spy).not.toHaveBeenCalled()
    expect(process.listenerCount('uncaughtException')).toBe(listeners.exceptions)
    expect(process.listenerCount('unhandledRejection')).toBe(listeners.rejections)
  })
})
