import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointSteps } from '../../src/engine/storage/checkpoints'
import { listModels } from '../../src/engine/storage/listModels'
import { readMetrics } from '../../src/engine/storage/metrics'
import { readModelFolder, writeModelFolder } from '../../src/engine/storage/modelFolder'
import { noisyImage, refusal, TemporaryFolder } from '../data/support'
import { host, putImages, tiny, training, watchJob } from './support'

let folder: TemporaryFolder
let model = ''
const configuration = { ...tiny, channels: 3, levels: 4, small: { size: 3 } } as const

beforeAll(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 30)
  model = folder.at('model')
  await watchJob(training(folder, { configuration, limit: { steps: 40 }, learningRate: 3e-3 })).end
})
afterAll(() => {
  folder.remove()
})

describe('a Multi-Scale model, trained by one command', () => {
  it('is like its large network in all that was not asked of the small one, and learns', async () => {
    const stored = await readModelFolder(host, model)
    const large = { ...tiny, channels: 3, levels: 4, residual: true, skip: false }
    expect(stored.configuration).toEqual({ ...large, small: { ...large, size: 3 } })
    expect(stored.document.small).toEqual({ ...large, size: 3 })
    const names = [...stored.weights.keys()]
    expect(names).toContain('small.input.kernel')
    expect(names).toContain('upsampler.0.kernel')
    expect(names).toContain('blocks.0.condition.kernel')
    const points = await readMetrics(host, model)
    expect(points.at(-1)?.loss).toBeLessThan((points[0]?.loss ?? 0) * 0.9)
  })

  it('keeps of the small one what was asked', async () => {
    const out = folder.at('asked')
    const small = { size: 3, hidden: 2, layers: 2, skip: true, residual: false }
    await watchJob(training(folder, { out, configuration: { ...configuration, small }, limit: { steps: 1 } }))
      .end
    expect((await readModelFolder(host, out)).configuration.small).toMatchObject({
      ...small,
      outputFeatures: 4,
    })
  })

  it('stopped and resumed is, byte for byte, the one that never stopped', async () => {
    const [whole, parts] = [folder.at('whole'), folder.at('parts')]
    await watchJob(training(folder, { out: whole, configuration, limit: { steps: 18 } })).end
    await watchJob(training(folder, { out: parts, configuration, limit: { steps: 7 } })).end
    await watchJob(training(folder, { out: parts, configuration: {}, resume: true, limit: { steps: 18 } }))
      .end
    expect((await checkpointSteps(host, parts))[0]).toBe(18)
    for (const file of ['weights.safetensors', 'optimizer.safetensors']) {
      const read = (path: string): Buffer => readFileSync(host.storage.join(path, 'checkpoints', '18', file))
      expect(read(parts).equals(read(whole))).toBe(true)
    }
  })

  it('is evaluated, sampled and completed like any other', async () => {
    const evaluated = await watchJob({ kind: 'evaluate', model, data: folder.at('good'), limit: 5 }).end
    if (evaluated.result?.kind !== 'evaluate') throw new Error('no result')
    expect(evaluated.result.nats).toBeGreaterThan(0)

    const sampling = { kind: 'sample', model, count: 2, width: 7, height: 5, grid: true } as const
    const sampled = watchJob({ ...sampling, out: folder.at('samples') })
    const { result } = await sampled.end
    if (result?.kind !== 'sample') throw new Error('no result')
    expect(result.files).toHaveLength(2)
    expect(await host.pixels.measure(result.files[0] ?? '')).toMatchObject({ width: 7, height: 5 })
    expect(sampled.events.filter((event) => event.type === 'row')).toHaveLength(2 * 5)

    const image = folder.put('photo.png', await noisyImage(6, 'png'))
    const mask = { from: 'rectangle', rectangle: { x: 1, y: 2, width: 3, height: 2 } } as const
    const job = watchJob({ kind: 'complete', model, image, mask, count: 2, seed: 5, out: folder.at('done') })
    const end = await job.end
    if (end.result?.kind !== 'complete') throw new Error('no result')
    const photo = await host.pixels.decode(image)
    for (const { file, nats } of end.result.completions) {
      const { data, channels } = await host.pixels.decode(file)
      photo.data.forEach((value, i) => {
        const [x, y] = [Math.floor(i / channels) % 6, Math.floor(i / channels / 6)]
        if (x < 1 || x > 3 || y < 2 || y > 3) expect(data[i]).toBe(value)
      })
      expect(nats).toBeGreaterThan(0)
    }
  })

  it('can be started from, also by someone who names the small side again', async () => {
    const spec = { from: model, limit: { steps: 1 }, learningRate: 1e-9 }
    const again = { ...spec, out: folder.at('from'), configuration: { small: { size: 3 } } }
    await watchJob(training(folder, again)).end
    const other = { ...spec, out: folder.at('other'), configuration: { small: { size: 1 } } }
    expect((await refusal(watchJob(training(folder, other)).end)).subject).toBe('small')
  })

  it.each([
    [{ small: { size: 4 } }, /6 x 6 can have small ones with a side of 3, not 4/],
    [{ small: { size: 3, levels: 8 } }, /same levels/],
    [{ small: { size: 3 }, layers: 0 }, /--layers 1/],
  ] as const)('is refused in a sentence where the parts do not fit: %o', async (changes, message) => {
    const asked = { ...configuration, ...changes }
    const error = await refusal(
      watchJob(training(folder, { out: folder.at('misfit'), configuration: asked })).end,
    )
    expect(error.code).toBe('invalid-argument')
    expect(error.message).toMatch(message)
  })

  it('is listed as damaged, with the reason, where a folder holds parts that do not fit', async () => {
    const { configuration: good, weights } = await readModelFolder(host, model)
    const bad = { ...good, size: 7 }
    await writeModelFolder(host, folder.at('models', 'bad'), { configuration: bad, weights })
    const { models, damaged } = await listModels(host, folder.at('models'))
    expect(models).toEqual([])
    expect(damaged[0]?.reason).toMatch(/small: images of 7 x 7/)
  })
})

describe('starting from a model', () => {
  it('takes its connections as they are where nobody asked for others', async () => {
    const changed = { ...tiny, channels: 1, levels: 4, residual: false, skip: true } as const
    const from = folder.at('connected')
    await watchJob(training(folder, { out: from, configuration: changed, limit: { steps: 1 } })).end
    const out = folder.at('further')
    await watchJob(training(folder, { out, from, configuration: {}, limit: { steps: 1 } })).end
    expect((await readModelFolder(host, out)).configuration).toMatchObject({ residual: false, skip: true })
  })
})
