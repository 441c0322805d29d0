import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowToRgb } from '../../src/engine/completion/composite'
import { plainImage, noisyImage, refusal, TemporaryFolder } from '../data/support'
import { host, putImages, training, watchJob } from './support'

let folder: TemporaryFolder
let model = ''
beforeAll(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 12)
  const end = watchJob(training(folder, { limit: { steps: 3 }, validation: 0 })).end
  expect((await end).cancelled).toBe(false)
  model = folder.at('model')
})
afterAll(() => {
  folder.remove()
})

const rectangle = { from: 'rectangle', rectangle: { x: 2, y: 1, width: 3, height: 4 } } as const

describe('completing a photo', () => {
  it('fills the hole of each variant and nothing else, ranks them, and tells every row', async () => {
    const image = folder.put('photo.png', await noisyImage(6, 'png'))
    const out = folder.at('completed')
    const job = watchJob({ kind: 'complete', model, image, mask: rectangle, count: 3, seed: 5, out })
    const { result } = await job.end
    if (result?.kind !== 'complete') throw new Error('no result')
    const photo = await host.pixels.decode(image)
    const completed = await Promise.all(result.completions.map(({ file }) => host.pixels.decode(file)))
    for (const { data, channels } of completed) {
      expect(channels).toBe(photo.channels)
      const differs = [...data.keys()].filter((i) => data[i] !== photo.data[i])
      for (const i of differs) {
        const [x, y] = [Math.floor(i / channels) % 6, Math.floor(i / channels / 6)]
        expect(x >= 2 && x < 5 && y >= 1 && y < 5).toBe(true)
      }
      expect(differs.length).toBeGreaterThan(0)
    }
    expect(new Set(completed.map(({ data }) => data.join())).size).toBe(3)

    const byRank = [...result.completions].sort((a, b) => a.rank - b.rank)
    expect(byRank.map(({ rank }) => rank)).toEqual([1, 2, 3])
    expect(byRank.map(({ nats }) => nats)).toEqual([...byRank.map(({ nats }) => nats)].sort((a, b) => a - b))

    const rows = job.events.filter((event) => event.type === 'row')
    expect(rows).toHaveLength(3 * 4)
    for (const row of rows) {
      expect(row.frame).toEqual({ x: 0, y: 0, width: 6, height: 6 })
      const drawn = completed[row.variant]
      // A row of the preview shows in the hole what the finished picture has there.
      for (let x = 2; x < 5; x++) expect(row.pixels[x * 3]).toBe(drawn?.data[(row.row * 6 + x) * 3])
    }
    expect(job.events.filter((event) => event.type === 'picture')).toHaveLength(3)
  })

  it('gives the same bytes for the same seed, and others for another', async () => {
    const image = folder.put('same.png', await plainImage(6, 6, [90, 120, 200]))
    const draw = async (seed: number, out: string, count: number): Promise<Buffer[]> => {
      const job = watchJob({
        kind: 'complete',
        model,
        image,
        mask: rectangle,
        seed,
        count,
        out: folder.at(out),
      })
      const { result } = await job.end
      if (result?.kind !== 'complete') throw new Error('no result')
      return Promise.all(
        result.completions.map(async ({ file }) => Buffer.from(await host.storage.read(file))),
      )
    }
    const [first, again, alone, other] = [
      await draw(1, 'first', 3),
      await draw(1, 'again', 3),
      await draw(1, 'alone', 1),
      await draw(2, 'other', 3),
    ]
    expect(again).toEqual(first)
    expect(alone[0]).toEqual(first[0])
    expect(other).not.toEqual(first)
  })

  it('cancelled ends within a row', async () => {
    const image = folder.put('large.png', await plainImage(6, 6, [1, 2, 3]))
    const job = watchJob(
      { kind: 'complete', model, image, mask: { from: 'half', half: 'bottom' }, out: folder.at('none') },
      (event, gate) => {
        if (event.type === 'row') gate.cancel()
      },
    )
    expect((await refusal(job.end)).code).toBe('cancelled')
    expect(new Set(job.events.flatMap((event) => (event.type === 'row' ? [event.row] : []))).size).toBe(1)
  })

  it('cancelled while variants are written keeps those that are, and writes no more', async () => {
    const image = folder.put('writing.png', await noisyImage(6, 'png'))
    const out = folder.at('written')
    const job = watchJob(
      { kind: 'complete', model, image, mask: rectangle, count: 5, out },
      (event, gate) => {
        if (event.type === 'picture' && event.variant === 1) gate.cancel()
      },
    )
    expect((await refusal(job.end)).code).toBe('cancelled')
    const told = job.events.flatMap((event) => (event.type === 'picture' ? [event.file] : []))
    expect(told).toHaveLength(2)
    expect((await host.storage.list(out)).map((name) => host.storage.join(out, name)).sort()).toEqual(told)
  })

  it.each([
    ['a photo that is not there', { image: 'nowhere.png' }, 'not-found'],
    [
      'an empty mask',
      { mask: { from: 'bitmap', width: 6, height: 6, data: new Uint8Array(36) } as const },
      'mask-empty',
    ],
    [
      'a mask of another size',
      { mask: { from: 'bitmap', width: 2, height: 2, data: new Uint8Array(4).fill(1) } as const },
      'mask-size',
    ],
    ['a model that is not there', { model: 'nowhere' }, 'not-found'],
    ['a runtime that is not there', { runtime: 'webgpu' as const }, 'runtime-unavailable'],
  ])('refuses %s', async (_, changes, code) => {
    const image = folder.put('small.png', await plainImage(6, 6, [1, 2, 3]))
    const job = watchJob({
      kind: 'complete',
      model,
      image,
      mask: rectangle,
      out: folder.at('none'),
      ...changes,
    })
    expect((await refusal(job.end)).code).toBe(code)
  })
})

describe('sampling', () => {
  it('draws images of any size, and a grid of them', async () => {
    const out = folder.at('samples')
    const job = watchJob({ kind: 'sample', model, count: 3, width: 5, height: 4, seed: 2, grid: true, out })
    const { result } = await job.end
    if (result?.kind !== 'sample') throw new Error('no result')
    expect(result.files).toHaveLength(3)
    const images = await Promise.all(result.files.map((file) => host.pixels.decode(file)))
    for (const image of images) expect([image.width, image.height, image.channels]).toEqual([5, 4, 1])
    const row = job.events.find((event) => event.type === 'row' && event.variant === 1)
    if (row?.type !== 'row') throw new Error('no row')
    expect([...row.pixels]).toEqual([...rowToRgb(images[1]?.data.subarray(0, 5) ?? [], 1, 256)])
    expect(await host.pixels.measure(result.grid ?? '')).toEqual({ width: 2 * 7 + 2, height: 2 * 6 + 2 })
  })
})

describe('evaluating', () => {
  it('gives the mean nats of every image, and bits per dimension', async () => {
    const whole = watchJob({ kind: 'evaluate', model, data: folder.at('good') })
    const { result } = await whole.end
    if (result?.kind !== 'evaluate') throw new Error('no result')
    expect(result.images).toBe(12)
    expect(result.bitsPerDim).toBeCloseTo(result.nats / (6 * 6 * Math.LN2), 10)
    // One at a time or all at once: the same images, the same likelihood.
    const single = await watchJob({ kind: 'evaluate', model, data: folder.at('good'), batch: 1 }).end
    if (single.result?.kind !== 'evaluate') throw new Error('no result')
    expect(single.result.nats).toBeCloseTo(result.nats, 4)
    const few = await watchJob({ kind: 'evaluate', model, data: folder.at('good'), limit: 5 }).end
    expect(few.result).toMatchObject({ images: 5 })
  })
})
