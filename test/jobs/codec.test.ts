import { readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noisyImage, plainImage, refusal, TemporaryFolder } from '../data/support'
import { host, putImages, training, watchJob } from './support'

let folder: TemporaryFolder
let model = ''
beforeAll(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 12)
  const configuration = {
    architecture: 'pixelcnn',
    hidden: 6,
    layers: 1,
    outputFeatures: 8,
    size: 6,
  } as const
  await watchJob(
    training(folder, { configuration: { ...configuration, channels: 3, levels: 256 }, limit: { steps: 3 } }),
  ).end
  model = folder.at('model')
})
afterAll(() => folder.remove())

async function compress(image: string, name = 'image.plm') {
  const job = watchJob({ kind: 'compress', model, image, out: folder.at(name) })
  const { result } = await job.end
  if (result?.kind !== 'compress') throw new Error('no result')
  return { result, job }
}

async function decompress(name = 'image.plm', out = 'restored.png') {
  const { result } = await watchJob({ kind: 'decompress', model, file: folder.at(name), out: folder.at(out) })
    .end
  if (result?.kind !== 'decompress') throw new Error('no result')
  return result
}

describe('compressing an image file', () => {
  it.each(['png', 'webp', 'gif', 'tiff', 'jpeg'] as const)(
    'brings back the pixels of a %s',
    async (format) => {
      const image = folder.put(`photo.${format}`, await noisyImage(9, format))
      const { result, job } = await compress(image)
      expect(result.bytes).toBe(readFileSync(folder.at('image.plm')).length)
      expect(result.bitsPerDim).toBeCloseTo((8 * result.bytes) / (9 * 9 * 3), 12)
      const payload = 8 * (result.bytes - result.overhead)
      expect(Math.abs(payload / (result.nats / Math.LN2) - 1)).toBeLessThan(0.01)
      expect(job.events.findLast((event) => event.type === 'progress')?.progress).toMatchObject({
        done: 9,
        total: 9,
      })

      expect(await decompress()).toMatchObject({ width: 9, height: 9, file: folder.at('restored.png') })
      const [before, after] = [
        await host.pixels.decode(image),
        await host.pixels.decode(folder.at('restored.png')),
      ]
      expect(after).toEqual({ ...before, ...(before.profile && { profile: undefined }) })
    },
  )

  it('has the nats that evaluate reports', async () => {
    const data = folder.put('one/only.png', await noisyImage(6, 'png'))
    const { result } = await compress(data)
    const evaluated = (await watchJob({ kind: 'evaluate', model, data: folder.at('one') }).end).result
    if (evaluated?.kind !== 'evaluate') throw new Error('no result')
    expect(Math.abs(result.nats / evaluated.nats - 1)).toBeLessThan(1e-5)
  })

  it('says that a colour profile is not kept', async () => {
    const image = folder.at('profile.png')
    await sharp(await noisyImage(6, 'png'))
      .withIccProfile('p3')
      .toFile(image)
    const { job } = await compress(image)
    const message = expect.stringContaining('profile') as string
    expect(job.events).toContainEqual(expect.objectContaining({ type: 'note', message }))
  })

  it('never writes over what it reads', async () => {
    const image = folder.put('same.png', await plainImage(3, 3, [1, 2, 3]))
    const before = readFileSync(image)
    const same = { kind: 'compress', model, image, out: image } as const
    expect((await refusal(watchJob(same).end)).code).toBe('invalid-argument')
    expect(readFileSync(image)).toEqual(before)
    await compress(image)
    const file = folder.at('image.plm')
    expect((await refusal(watchJob({ kind: 'decompress', model, file, out: file }).end)).code).toBe(
      'invalid-argument',
    )
  })

  it('cancelled leaves nothing', async () => {
    const image = folder.put('cancel.png', await noisyImage(9, 'png'))
    const out = folder.at('cancelled.plm')
    const job = watchJob({ kind: 'compress', model, image, out }, (event, gate) => {
      if (event.type === 'progress') gate.cancel()
    })
    expect((await refusal(job.end)).code).toBe('cancelled')
    expect(await host.storage.kind(out)).toBe('missing')
  })
})

describe('refusals', () => {
  it.each([
    ['an image that is not there', { image: 'nowhere.png' }, 'not-found'],
    ['a model that is not there', { model: 'nowhere' }, 'not-found'],
  ])('of %s', async (_, changes, code) => {
    const image = folder.put('small.png', await plainImage(3, 3, [1, 2, 3]))
    const work = watchJob({ kind: 'compress', model, image, out: folder.at('none.plm'), ...changes }).end
    expect((await refusal(work)).code).toBe(code)
  })

  it('of a file that is no compressed image, and of one that was changed', async () => {
    const image = folder.put('good.png', await noisyImage(6, 'png'))
    const restore = (file: string) =>
      refusal(watchJob({ kind: 'decompress', model, file, out: folder.at('none.png') }).end)
    expect(await restore(image)).toMatchObject({ code: 'file-damaged', subject: image })
    await compress(image)
    const file = folder.at('image.plm')
    const bytes = readFileSync(file)
    bytes[50]! ^= 16
    writeFileSync(file, bytes)
    expect(await restore(file)).toMatchObject({ code: 'file-damaged', subject: file })
    expect(await host.storage.kind(folder.at('none.png'))).toBe('missing')
  })

  it('of transparency and of 16 bits', async () => {
    const clear = folder.at('clear.png')
    await sharp({ create: { width: 3, height: 3, channels: 4, background: '#12345678' } }).toFile(clear)
    const deep = folder.at('deep.png')
    await sharp(await noisyImage(6, 'png'))
      .toColourspace('rgb16')
      .png()
      .toFile(deep)
    for (const image of [clear, deep]) {
      const work = watchJob({ kind: 'compress', model, image, out: folder.at('none.plm') }).end
      expect(await refusal(work)).toMatchObject({ code: 'unsupported', subject: image })
    }
  })
})
