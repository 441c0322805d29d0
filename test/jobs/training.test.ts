import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openImageSet } from '../../src/engine/data/open'
import { splitHeldOut } from '../../src/engine/data/split'
import { checkpointSteps, latestCheckpoint } from '../../src/engine/storage/checkpoints'
import { readMetrics } from '../../src/engine/storage/metrics'
import { readModelFolder } from '../../src/engine/storage/modelFolder'
import { bomb, noisyImage, refusal, TemporaryFolder } from '../data/support'
import { host, putImages, tiny, training, watchJob } from './support'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 30)
})
afterEach(() => {
  folder.remove()
})

const checkpoint = (model: string, step: number, file: string): Buffer =>
  readFileSync(folder.at(model, 'checkpoints', String(step), file))

describe('training', () => {
  it('leaves a model, its curve, its checkpoints and a sheet of held-out completions', async () => {
    const job = watchJob(training(folder))
    const end = await job.end
    expect(end).toMatchObject({
      cancelled: false,
      result: { kind: 'train', steps: 20, images: 30, stoppedBecause: 'limit' },
    })
    const { configuration, document } = await readModelFolder(host, folder.at('model'))
    expect(configuration).toMatchObject({ ...tiny, channels: 1, levels: 4 })
    expect(document.training).toMatchObject({ steps: 20, seed: 3, images: 30 })
    expect(await checkpointSteps(host, folder.at('model'))).toEqual([20, 16])
    const points = await readMetrics(host, folder.at('model'))
    expect(points.map(({ step }) => step)).toEqual([8, 10, 16, 20])
    expect(points.filter((point) => point.validation !== undefined).map(({ step }) => step)).toEqual([
      8, 16, 20,
    ])
    const pictures = job.events.filter((event) => event.type === 'picture')
    expect(pictures.map(({ role, step }) => [role, step])).toContainEqual(['held-out', 8])
    const sheet = await host.pixels.measure(folder.at('model', 'samples', '8.png'))
    // Three rows of up to six pictures of 6 x 6, two pixels apart.
    expect(sheet.height).toBe(3 * 8 + 2)
    const progress = job.events.findLast((event) => event.type === 'progress')
    expect(progress?.progress).toMatchObject({ stage: 'Training', done: 20, total: 20, unit: 'steps' })
  })

  it('learns: the loss falls', async () => {
    const job = watchJob(training(folder, { limit: { steps: 150 }, checkEvery: 50, learningRate: 3e-3 }))
    await job.end
    const points = await readMetrics(host, folder.at('model'))
    const [first, last] = [points[0], points.at(-1)]
    expect(last?.loss).toBeLessThan((first?.loss ?? 0) * 0.8)
    expect(last?.validation).toBeLessThan((first?.loss ?? 0) * 0.8)
  })

  it('stopped and resumed is, byte for byte, training that never stopped', async () => {
    await watchJob(training(folder, { out: folder.at('whole'), limit: { steps: 40 } })).end
    await watchJob(training(folder, { limit: { steps: 21 } })).end
    await watchJob(training(folder, { resume: true, limit: { steps: 40 } })).end
    for (const file of ['weights.safetensors', 'optimizer.safetensors']) {
      expect(checkpoint('model', 40, file).equals(checkpoint('whole', 40, file))).toBe(true)
    }
    const weights = (model: string): Buffer => readFileSync(folder.at(model, 'weights.safetensors'))
    expect(weights('model').equals(weights('whole'))).toBe(true)
    const steps = async (model: string): Promise<number[]> =>
      (await readMetrics(host, folder.at(model))).map(({ step }) => step)
    expect(await steps('model')).toEqual([8, 10, 16, 20, 21, 24, 30, 32, 40])
  })

  it.each([
    ['Adam, an average, a cosine, flips and crops', { ...everything, schedule: 'cosine', scheduleSteps: 40 }],
    ['RMSProp, an average and steps', { average: 0.9, schedule: 'step', scheduleSteps: 40 }],
    ['a tight clip, drawn binary pixels and flips', { ...binary, clip: 0.5, flip: true }],
  ] as const)('stopped and resumed is so with %s too', async (_, changes) => {
    await watchJob(training(folder, { ...changes, out: folder.at('whole'), limit: { steps: 40 } })).end
    await watchJob(training(folder, { ...changes, limit: { steps: 21 } })).end
    await watchJob(training(folder, { resume: true, limit: { steps: 40 } })).end
    expectAlike('model', 'whole', 40)
  })

  it('cancelled and resumed is, byte for byte, training along the same schedule', async () => {
    const changes = { ...everything, schedule: 'cosine', limit: { steps: 30 } } as const
    await watchJob(training(folder, { ...changes, out: folder.at('whole') })).end
    await watchJob(training(folder, changes), (event, gate) => {
      if (event.type === 'metrics' && (event.points.at(-1)?.step ?? 0) >= 10) gate.cancel()
    }).end
    const [step = 0] = await checkpointSteps(host, folder.at('model'))
    expect(step).toBeLessThan(20)
    await watchJob(training(folder, { resume: true, limit: {} })).end
    expectAlike('model', 'whole', 30)
  })

  it('keeps the average as the model, and both in a checkpoint', async () => {
    await watchJob(training(folder, { average: 0.99, limit: { steps: 16 } })).end
    const { document, weights: kept } = await readModelFolder(host, folder.at('model'))
    const { checkpoint: saved } = await latestCheckpoint(host, folder.at('model'))
    expect(document.training).toMatchObject({ average: 0.99, optimizer: 'rmsprop', bestStep: 16 })
    for (const [name, { data }] of kept) {
      expect(saved?.optimizer.get(`average/${name}`)?.data).toEqual(data)
    }
    expect(saved?.weights.get('input.kernel')?.data).not.toEqual(kept.get('input.kernel')?.data)
  })

  it('validates by the kept average, on images as they are', async () => {
    await watchJob(training(folder, { ...everything, crop: 0, limit: { steps: 16 } })).end
    const { document } = await readModelFolder(host, folder.at('model'))
    const heldOut = new TemporaryFolder()
    try {
      const set = await openImageSet(host, folder.at('good'), { size: tiny.size, channels: 1 })
      for (const index of splitHeldOut(set, 0.1).heldOut) {
        const key = set.key(index)
        heldOut.put(key, readFileSync(folder.at('good', key)))
      }
      const evaluation = { kind: 'evaluate', model: folder.at('model'), data: heldOut.path } as const
      const { result } = await watchJob(evaluation).end
      if (result?.kind !== 'evaluate') throw new Error('no result')
      expect(result.images).toBeGreaterThan(1)
      expect(result.nats).toBeCloseTo(document.training?.bestValidationNats ?? NaN, 4)
    } finally {
      heldOut.remove()
    }
  })

  it('takes its images from the cache, and gives the same', async () => {
    const cacheFolder = folder.at('cache')
    const runs = { plain: {}, first: { cacheFolder }, second: { cacheFolder } }
    for (const [out, changes] of Object.entries(runs)) {
      await watchJob(training(folder, { ...changes, out: folder.at(out) })).end
    }
    expectAlike('first', 'plain', 20)
    expectAlike('second', 'plain', 20)
    const evaluation = { kind: 'evaluate', model: folder.at('plain'), data: folder.at('good') } as const
    const nats = async (changes: { cacheFolder?: string; batch?: number }): Promise<number> => {
      const { result } = await watchJob({ ...evaluation, ...changes }).end
      return result?.kind === 'evaluate' ? result.nats : NaN
    }
    expect(await nats({ cacheFolder })).toBe(await nats({}))
    expect(await nats({ batch: 7 })).toBeCloseTo(await nats({}), 4)
  })

  it('needs an end for a schedule', async () => {
    const wanted = training(folder, { schedule: 'cosine', limit: {} })
    const error = await refusal(watchJob(wanted).end)
    expect(error).toMatchObject({ code: 'invalid-argument', subject: 'schedule' })
    expect(error.message).toContain('--schedule-steps')
  })

  it('cancelled keeps what it learned, and goes on from there', async () => {
    const job = watchJob(training(folder, { limit: { steps: 1000 } }), (event, gate) => {
      if (event.type === 'metrics' && (event.points.at(-1)?.step ?? 0) >= 10) gate.cancel()
    })
    const end = await job.end
    expect(end.cancelled).toBe(true)
    const [step = 0] = await checkpointSteps(host, folder.at('model'))
    expect(step).toBeGreaterThanOrEqual(10)
    expect(step).toBeLessThan(20)
    const resumed = await watchJob(training(folder, { resume: true, limit: { steps: step + 4 } })).end
    expect(resumed.result).toMatchObject({ steps: step + 4 })
  })

  it('paused saves, waits, and goes on when told', async () => {
    let paused = false
    const job = watchJob(training(folder), (event, gate) => {
      if (paused || event.type !== 'metrics') return
      paused = true
      gate.pause()
    })
    while (!job.told.includes('paused')) await new Promise((resolve) => setTimeout(resolve, 5))
    const [step = 0] = await checkpointSteps(host, folder.at('model'))
    const told = job.events.length
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(job.events.length).toBe(told)
    expect(step).toBeGreaterThan(0)
    job.gate.resume()
    expect((await job.end).result).toMatchObject({ steps: 20 })
    expect(job.told).toEqual(['paused', 'resumed'])
  })

  it('paused in the middle of a look at the held-out images has saved all steps and the curve', async () => {
    const job = watchJob(training(folder, { checkEvery: 11 }))
    const pass = job.gate.pass.bind(job.gate)
    const pointsTold = (): number => job.events.filter(({ type }) => type === 'metrics').length
    let paused = false
    job.gate.pass = (beforePause) => {
      // The first point comes just before step 11, and what is passed next is the gate of the look after it.
      if (!paused && pointsTold() === 1) job.gate.pause()
      paused ||= pointsTold() === 1
      return pass(beforePause)
    }
    while (!job.told.includes('paused')) await new Promise((resolve) => setTimeout(resolve, 5))
    const { checkpoint } = await latestCheckpoint(host, folder.at('model'))
    expect(checkpoint?.state).toMatchObject({ position: { step: 11, lookDue: true } })
    expect((await readMetrics(host, folder.at('model'))).map(({ step }) => step)).toEqual([10])
    job.gate.resume()
    expect((await job.end).result).toMatchObject({ steps: 20 })
    expect((await readMetrics(host, folder.at('model'))).map(({ step }) => step)).toEqual([10, 11, 20])
    const [, again] = await checkpointSteps(host, folder.at('model'))
    expect(again).toBe(11)
  })

  it('starts from the weights of another model', async () => {
    await watchJob(training(folder)).end
    const from = folder.at('model')
    const out = folder.at('second')
    await watchJob(
      training(folder, { from, out, configuration: {}, limit: { steps: 1 }, learningRate: 1e-9 }),
    ).end
    const [before, after] = await Promise.all([from, out].map((path) => readModelFolder(host, path)))
    const difference = before?.weights
      .get('input.kernel')
      ?.data.map((value, i) => Math.abs(value - (after?.weights.get('input.kernel')?.data[i] ?? NaN)))
    expect(Math.max(...(difference ?? [NaN]))).toBeLessThan(1e-6)
    const clash = watchJob(training(folder, { from, out: folder.at('third'), configuration: { hidden: 9 } }))
    expect((await refusal(clash.end)).subject).toBe('hidden')
  })

  it('goes through a folder with bad files of every kind, and names each', async () => {
    const cut = await noisyImage(64, 'jpeg')
    folder.put('good/truncated.jpg', cut.subarray(0, cut.length / 2))
    folder.put('good/text.png', 'not an image')
    folder.put('good/empty.webp', '')
    folder.put('good/bomb.png', bomb(60000, 60000))
    mkdirSync(folder.at('good', 'folder.gif'))
    const links = process.platform === 'win32' ? [] : ['dangling.png', 'loop.png', 'up']
    if (links.length > 0) {
      symlinkSync(folder.at('gone.png'), folder.at('good', 'dangling.png'))
      symlinkSync(folder.at('good', 'loop.png'), folder.at('good', 'loop.png'))
      symlinkSync(folder.at('good'), folder.at('good', 'up'))
    }
    const job = watchJob(training(folder, { limit: { steps: 4 } }))
    const { result } = await job.end
    if (result?.kind !== 'train') throw new Error('no result')
    expect(result.images).toBe(30)
    const names = result.skipped.map(({ path }) => path.split(/[\\/]/).at(-1))
    expect(names.sort()).toEqual(
      ['bomb.png', 'empty.webp', 'folder.gif', 'text.png', 'truncated.jpg', ...links].sort(),
    )
    expect(result.skipped.every(({ reason }) => reason.length > 5)).toBe(true)
    expect(job.events.filter((event) => event.type === 'skipped')).toHaveLength(1)
  })

  it.each([
    ['a folder that holds a model', { out: 'model' }, 'model-exists', '--resume'],
    ['a checkpoint where there is none', { resume: true, out: 'nothing' }, 'not-found', 'nothing'],
    ['a data folder that is not there', { data: 'nowhere', out: 'new' }, 'not-found', 'nowhere'],
    ['a folder without images', { data: 'model/checkpoints', out: 'new' }, 'no-images', 'checkpoints'],
    ['channels that the data has not', { out: 'new', data: 'grey.npy' }, 'invalid-argument', 'channel'],
  ])('refuses %s in a sentence', async (_, changes, code, words) => {
    await watchJob(training(folder, { limit: { steps: 1 } })).end
    folder.put('grey.npy', npy(4, 3, 3))
    const paths = Object.fromEntries(
      Object.entries(changes).map(([key, value]) => [
        key,
        typeof value === 'string' ? folder.at(value) : value,
      ]),
    )
    const wanted = {
      ...training(folder),
      configuration: { ...tiny, channels: 3 as const, levels: 4 },
      ...paths,
    }
    const error = await refusal(watchJob(wanted).end)
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  it('stops with advice when the loss is no longer a number, and keeps the last checkpoint', async () => {
    await watchJob(training(folder, { limit: { steps: 8 } })).end
    const before = await latestCheckpoint(host, folder.at('model'))
    const kept = readFileSync(folder.at('model', 'weights.safetensors'))
    const lost = training(folder, { resume: true, learningRate: 1e30, limit: { steps: 40 } })
    const error = await refusal(watchJob(lost).end)
    expect(error.code).toBe('diverged')
    expect(error.message).toContain('smaller learning rate')
    expect(await latestCheckpoint(host, folder.at('model'))).toEqual(before)
    expect(readFileSync(folder.at('model', 'weights.safetensors')).equals(kept)).toBe(true)
    const saved = training(folder, { resume: true, learningRate: 1e-4, limit: { steps: 16 } })
    expect((await watchJob(saved).end).result).toMatchObject({ steps: 16 })
    expect((await readModelFolder(host, folder.at('model'))).document.training?.learningRate).toBe(1e-4)
  })
})

/** Every choice that changes what a step does. */
const everything = { optimizer: 'adam', average: 0.9, warmUp: 5, flip: true, crop: 2 } as const
const binary = {
  configuration: { ...tiny, channels: 1 as const, levels: 2, binarize: 'sample' as const },
} as const

/** Two trainings left the same weights, states and model, byte for byte. */
function expectAlike(one: string, other: string, step: number): void {
  for (const file of ['weights.safetensors', 'optimizer.safetensors']) {
    expect(checkpoint(one, step, file).equals(checkpoint(other, step, file))).toBe(true)
  }
  const [mine, theirs] = [one, other].map((model) => readFileSync(folder.at(model, 'weights.safetensors')))
  expect(mine?.equals(theirs ?? Buffer.alloc(0))).toBe(true)
}

/** A `.npy` of zeros, [count, height, width, 1]. */
function npy(count: number, height: number, width: number): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count}, ${height}, ${width}, 1), }`
  const text = header.padEnd(117) + '\n'
  const head = new Uint8Array(10)
  head.set([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0])
  return Buffer.concat([head, Buffer.from(text), Buffer.alloc(count * height * width)])
}
