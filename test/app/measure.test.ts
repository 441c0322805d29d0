import { describe, expect, it } from 'vitest'
import { openTestApp, valueOf } from './support/testApp'

const request = { architecture: 'row-lstm', size: 28, channels: 1, levels: 2, layers: 3, batch: 8 } as const

describe('measuring a training step', () => {
  it('times the network that a training with the same choices would make', async () => {
    const test = await openTestApp()
    expect(valueOf(await test.app.invoke('jobs.measure', request))).toMatchObject({ kind: 'bench' })
    expect((await test.engine.started(0)).specification).toMatchObject({
      kind: 'bench',
      what: 'train',
      batch: 8,
      // Features and outputs were left to the engine.
      configuration: { architecture: 'row-lstm', size: 28, layers: 3, hidden: 16, outputFeatures: 32 },
    })
  })

  it('times both networks of a Multi-Scale model', async () => {
    const test = await openTestApp()
    valueOf(await test.app.invoke('jobs.measure', { ...request, multiScale: 7 }))
    expect((await test.engine.started(0)).specification).toMatchObject({
      configuration: { size: 28, small: { size: 7, architecture: 'row-lstm' } },
    })
  })

  it('is refused while a training runs', async () => {
    const test = await openTestApp()
    valueOf(await test.app.invoke('jobs.train', { name: 'birds', data: test.resources }))
    expect(await test.app.invoke('jobs.measure', request)).toMatchObject({
      error: { code: 'unsupported', message: expect.stringContaining('training is running') as string },
    })
  })
})
