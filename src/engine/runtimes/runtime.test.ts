import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runtimeReportSchema } from '../../shared/runtimes'
import { reportRuntimes } from './report'
import { selectRuntime } from './runtime'

describe('runtimes', () => {
  const spoken = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
  const listeners = { exceptions: 0, rejections: 0 }
  beforeAll(() => {
    listeners.exceptions = process.listenerCount('uncaughtException')
    listeners.rejections = process.listenerCount('unhandledRejection')
  })
  afterAll(() => vi.restoreAllMocks())

  it('takes wasm for auto, and adds', async () => {
    expect((await selectRuntime('auto')).name).toBe('wasm')
    expect(tf.getBackend()).toBe('wasm')
    expect([...tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync())]).toEqual([2, 3])
  })

  it('takes the one that is named', async () => {
    expect((await selectRuntime('cpu')).name).toBe('cpu')
    expect(tf.getBackend()).toBe('cpu')
  })

  it.each(['native', 'tensorflow', 'webgpu'] as const)(
    'says in a sentence why %s does not run',
    async (name) => {
      await expect(selectRuntime(name)).rejects.toMatchObject({
        name: 'PixelloomError',
        code: 'runtime-unavailable',
        subject: name,
        message: expect.stringMatching(/\.$/) as unknown,
      })
    },
  )

  it('reports all, with a speed for those that run, and keeps the current one', async () => {
    await selectRuntime('cpu')
    const tensors = tf.memory().numTensors
    const reports = (await reportRuntimes()).map((report) => runtimeReportSchema.parse(report))
    expect(reports.map(({ name, available }) => [name, available])).toEqual([
      ['native', false],
      ['tensorflow', false],
      ['webgpu', false],
      ['wasm', true],
      ['cpu', true],
    ])
    for (const { available, gigaflops } of reports) expect(gigaflops !== undefined).toBe(available)
    expect(tf.getBackend()).toBe('cpu')
    expect(tf.memory().numTensors).toBe(tensors)
  })

  it('prints nothing and leaves the process its own error handling', () => {
    for (const spy of spoken) expect(spy).not.toHaveBeenCalled()
    expect(process.listenerCount('uncaughtException')).toBe(listeners.exceptions)
    expect(process.listenerCount('unhandledRejection')).toBe(listeners.rejections)
  })
})
