import { describe, expect, it } from 'vitest'
import { openTestApp, valueOf, type TestApp } from './support/testApp'

const request = { modelId: 'digits', quality: 'fast', count: 3, pixels: 64 } as const

async function asked(test: TestApp, more: object = {}): Promise<unknown> {
  valueOf(await test.app.invoke('jobs.measureCompletion', { ...request, ...more }))
  return (await test.engine.started(0)).specification
}

describe('measuring a completion', () => {
  it('draws as many pixels of as many pictures as the completion will', async () => {
    expect(await asked(await openTestApp())).toMatchObject({
      ...{ kind: 'bench', what: 'sample', pixels: 64, batch: 3, runs: 1 },
      configuration: { architecture: 'pixelcnn', size: 28, hidden: 4 },
    })
  })

  it('counts the particles of each', async () => {
    expect(await asked(await openTestApp(), { quality: 'best' })).toMatchObject({ batch: 96 })
  })

  it('is refused while anything runs', async () => {
    const test = await openTestApp()
    const mask = { width: 28, height: 28, data: new Uint8Array(28 * 28).fill(1) }
    valueOf(await test.app.invoke('jobs.complete', { photoId: 'sample-digit-1', modelId: 'digits', mask }))
    const reply = await test.app.invoke('jobs.measureCompletion', request)
    expect(reply).toMatchObject({ error: { code: 'unsupported' } })
  })

  it('needs a model that is there', async () => {
    const { app } = await openTestApp()
    const reply = await app.invoke('jobs.measureCompletion', { ...request, modelId: 'none' })
    expect(reply).toMatchObject({ error: { code: 'not-found' } })
  })
})
