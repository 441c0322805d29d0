import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { saveCheckpoint } from '../../src/engine/storage/checkpoints'
import { appendMetrics } from '../../src/engine/storage/metrics'
import { pngBytes } from './support/folders'
import { writeModel } from './support/model'
import { openTestApp, valueOf, type TestApp } from './support/testApp'

const host = createNodeHost()

/** A model folder as a training leaves it: a checkpoint at `step`, a curve, two sheets. */
async function putRun(
  test: TestApp,
  id: string,
  { step, recorded, ended }: { step: number; recorded: number; ended?: string },
): Promise<string> {
  const training = {
    ...{ data: '/photos', images: 40, steps: recorded, seconds: 60, batch: 8, optimizer: 'adam' },
    ...{ bestValidationNats: 90.5, bestStep: 100, ...(ended && { stoppedBecause: ended }) },
  }
  const path = await writeModel(join(test.dataFolder, 'models', id), { version: 1, name: id, training })
  const state = {
    position: { step, seconds: 120 },
    settings: { limit: { steps: 900 }, keep: 3, earlyStop: true, batch: 8, learningRate: 0.002 },
  }
  const arrays = new Map([['a', { shape: [1], data: Float32Array.of(1) }]])
  await saveCheckpoint(host, path, { step, weights: arrays, optimizer: arrays, state })
  const points = Array.from({ length: 200 }, (_, i) => ({ step: i + 1, seconds: i, loss: 300 - i }))
  await appendMetrics(host, path, [...points, { step: 201, seconds: 200, loss: 99, validation: 98 }])
  await mkdir(join(path, 'samples'))
  for (const name of ['50.png', '1000.png', 'notes.txt']) {
    await writeFile(join(path, 'samples', name), await pngBytes())
  }
  return path
}

describe('earlier trainings', () => {
  it('are told by what they left: how far they are, what they were to do, and how they ended', async () => {
    const test = await openTestApp()
    await putRun(test, 'birds', { step: 400, recorded: 400, ended: 'limit' })
    const { runs } = valueOf(await test.app.invoke('training.runs', {}))
    expect(runs).toMatchObject([
      {
        modelId: 'birds',
        data: '/photos',
        images: 40,
        step: 400,
        seconds: 120,
        best: { step: 100, nats: 90.5 },
        checkpoints: [400],
        ended: 'limit',
        choices: { limit: { steps: 900 }, keep: 3, earlyStop: true, optimizer: 'adam', learningRate: 0.002 },
      },
    ])
    expect(runs[0]?.course).toHaveLength(48)
    expect(runs[0]?.course.at(-1)).toBe(99)
  })

  it('that were broken off after an end know of none', async () => {
    const test = await openTestApp()
    await putRun(test, 'birds', { step: 500, recorded: 400, ended: 'limit' })
    const { runs } = valueOf(await test.app.invoke('training.runs', {}))
    expect(runs[0]).toMatchObject({ step: 500 })
    expect(runs[0]?.ended).toBeUndefined()
  })

  it('are none where a model came with the app, or from elsewhere', async () => {
    const test = await openTestApp()
    await writeModel(join(test.dataFolder, 'models', 'foreign'))
    expect(valueOf(await test.app.invoke('training.runs', {}))).toEqual({ runs: [] })
  })

  it('have their held-out completions by step, at addresses that lead nowhere else', async () => {
    const test = await openTestApp()
    const path = await putRun(test, 'birds', { step: 400, recorded: 400 })
    expect(valueOf(await test.app.invoke('training.sheets', { modelId: 'birds' }))).toEqual({
      sheets: [
        { step: 50, address: 'models/birds/50.png' },
        { step: 1000, address: 'models/birds/1000.png' },
      ],
    })
    expect(valueOf(await test.app.resolveImage('models/birds/50.png'))).toEqual({
      path: join(path, 'samples', '50.png'),
      contentType: 'image/png',
    })
    for (const address of [
      'models/birds/notes.txt',
      'models/birds/weights.safetensors',
      'models/none/50.png',
    ]) {
      expect(await test.app.resolveImage(address)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    }
    expect(await test.app.resolveImage('models/../50.png')).toMatchObject({ error: { code: 'forbidden' } })
    expect(valueOf(await test.app.invoke('training.sheets', { modelId: 'new' }))).toEqual({ sheets: [] })
  })

  it('go on with what may be changed, counted from where they are', async () => {
    const test = await openTestApp()
    await putRun(test, 'birds', { step: 400, recorded: 400 })
    const changes = { steps: 100, minutes: 10, learningRate: 1e-4, keep: 5, earlyStop: false }
    const asked = { modelId: 'birds', data: test.resources, ...changes }
    valueOf(await test.app.invoke('jobs.continueTraining', asked))
    expect((await test.engine.started(0)).specification).toMatchObject({
      resume: true,
      data: test.resources,
      // Two minutes were spent.
      limit: { steps: 500, minutes: 12 },
      ...{ learningRate: 1e-4, keep: 5, earlyStop: false, onDiskFull: 'pause' },
    })
  })
})

describe('a new training', () => {
  it('begins with the weights of another model, whose network it has', async () => {
    const test = await openTestApp()
    const path = await putRun(test, 'birds', { step: 400, recorded: 400 })
    valueOf(
      await test.app.invoke('jobs.train', {
        ...{ name: 'more birds', data: test.resources, architecture: 'row-lstm', hidden: 99 },
        ...{ from: { modelId: 'birds', step: 400 }, keep: 4, earlyStop: true, learningRate: 1e-4 },
      }),
    )
    const { specification } = await test.engine.started(0)
    expect(specification).toMatchObject({
      ...{ kind: 'train', from: path, fromStep: 400, configuration: {}, learningRate: 1e-4 },
      ...{ keep: 4, earlyStop: true, onDiskFull: 'pause', resume: false },
    })
    expect(
      await test.app.invoke('jobs.train', { name: 'x', data: test.resources, from: { modelId: 'gone' } }),
    ).toMatchObject({ error: { code: 'not-found' } })
  })

  it('tells why it waits, for as long as it does', async () => {
    const test = await openTestApp()
    const { id } = valueOf(await test.app.invoke('jobs.train', { name: 'birds', data: test.resources }))
    const run = await test.engine.started(0)
    const error = { code: 'disk', message: 'There is no space left. Free some.' } as const
    run.emit({ type: 'trouble', error })
    run.pause()
    const now = async () => valueOf(await test.app.invoke('jobs.list', {})).jobs.find((job) => job.id === id)
    expect(await now()).toMatchObject({ state: 'paused', error })
    run.resume()
    expect((await now())?.error).toBeUndefined()
  })
})

it('previews data in a folder of its own, and tells what is free', async () => {
  const test = await openTestApp()
  const choices = { size: 16, channels: 3, levels: 64 } as const
  const job = valueOf(await test.app.invoke('jobs.previewData', { data: test.resources, ...choices }))
  expect((await test.engine.started(0)).specification).toMatchObject({
    ...{ kind: 'preview-data', data: test.resources, count: 12, ...choices },
    out: join(test.dataFolder, 'jobs', job.id),
  })
  const room = valueOf(await test.app.invoke('training.room', {}))
  expect(room.diskBytes).toBeGreaterThan(0)
  expect(room.memoryBytes).toBeGreaterThan(0)
})
