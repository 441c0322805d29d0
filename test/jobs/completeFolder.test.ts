import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { imageSeed } from '../../src/engine/jobs/completeFolder/choices'
import type { JobEvent } from '../../src/shared/jobEvents'
import { noisyImage, plainImage, refusal } from '../data/support'
import { bottom, FolderPlace, folderResult } from './folderSupport'
import { watchJob } from './support'

const place = new FolderPlace()

const notes = (events: readonly JobEvent[]): string =>
  events.flatMap((event) => (event.type === 'note' ? [event.message] : [])).join('\n')

/** A mask of 6 x 6 with some rows white. */
function maskOf(...rows: number[]): Promise<Buffer> {
  const data = Uint8Array.from({ length: 36 }, (_, i) => (rows.includes(Math.floor(i / 6)) ? 255 : 0))
  return sharp(data, { raw: { width: 6, height: 6, channels: 1 } })
    .png()
    .toBuffer()
}

/** Which rows of a completion differ from its image. */
async function changedRows(image: string, completion: string): Promise<number[]> {
  const [a, b] = await Promise.all(
    [image, completion].map((name) =>
      sharp(place.at(name)).toColourspace('srgb').removeAlpha().raw().toBuffer(),
    ),
  )
  const rows = [...(a ?? []).entries()]
    .filter(([i, value]) => b?.[i] !== value)
    .map(([i]) => Math.floor(i / 18))
  return [...new Set(rows)]
}

describe('completing a folder', () => {
  it('completes what it can, names what it can not, and records each file', async () => {
    await place.images('a.png', 'sub/deep/b.jpg', 'sub/no-mask.png', 'z.png')
    place.put('images/broken.png', (await noisyImage(6, 'png')).subarray(0, 60))
    for (const name of ['a.png', 'sub/deep/b.png', 'broken.png', 'z_mask.png', 'other.png']) {
      place.put(`masks/${name}`, await maskOf(name.startsWith('a') ? 1 : 4))
    }
    const masks = { from: 'folder', path: place.at('masks') } as const
    const job = watchJob(place.specification({ masks }))
    const result = await folderResult(job)
    expect(result).toMatchObject({ images: 5, completed: 3, existed: 0, folder: place.at('images') })
    expect(result.skipped.map(({ path }) => path).sort()).toEqual([
      place.at('images/broken.png'),
      place.at('images/sub/no-mask.png'),
    ])
    expect(result.skipped.find(({ path }) => path.endsWith('no-mask.png'))?.reason).toMatch(/^has no mask/)
    expect(result.skipped.find(({ path }) => path.endsWith('broken.png'))?.reason).toMatch(/^is truncated/)
    const told = job.events.flatMap((event) => (event.type === 'skipped' ? event.files : []))
    expect(told).toEqual(result.skipped)

    const files = ['a-1.png', 'a-2.png', 'sub/deep/b-1.png', 'sub/deep/b-2.png', 'z-1.png', 'z-2.png']
    expect(Object.keys(place.contents())).toEqual([
      ...files.slice(0, 2),
      'completions.jsonl',
      ...files.slice(2),
    ])
    expect(await changedRows('images/a.png', 'out/a-1.png')).toEqual([1])
    expect(await changedRows('images/z.png', 'out/z-2.png')).toEqual([4])
    const lines = place.record()
    expect(lines.map(({ file }) => file)).toEqual(files)
    expect(lines[2]).toMatchObject({
      image: 'sub/deep/b.jpg',
      mask: place.at('masks/sub/deep/b.png'),
      seed: imageSeed(4, 'sub/deep/b.jpg'),
      temperature: 1,
      way: 'raster',
      nats: expect.any(Number) as number,
    })
    expect(lines.map(({ rank }) => rank).sort()).toEqual([1, 1, 1, 2, 2, 2])
  })

  it('tells its progress in files, and no rows', async () => {
    await place.images('a.png', 'b.png', 'c.png')
    const job = watchJob(place.specification())
    await job.end
    const told = job.events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []))
    expect(told[0]).toMatchObject({ done: 0, total: 3, unit: 'files' })
    expect(told.at(-1)).toMatchObject({ done: 3, total: 3, unit: 'files', secondsLeft: 0 })
    expect(new Set(job.events.map(({ type }) => type))).not.toContain('row')
    const files = job.events.flatMap((event) => (event.type === 'picture' ? [event.file] : []))
    expect(files).toEqual(place.pictures().map((name) => place.at('out', name)))
    expect(files.every((file) => existsSync(file))).toBe(true)
  })

  it('draws each image as it is drawn alone, whatever else the folder holds', async () => {
    await place.images('a.png', 'b.png')
    await watchJob(place.specification()).end
    const alone = watchJob({
      ...{ kind: 'complete', model: place.model, count: 2, mask: bottom, image: place.at('images/b.png') },
      seed: place.record().find(({ image }) => image === 'b.png')?.['seed'] as number,
      out: place.at('alone'),
    })
    await alone.end
    expect(place.contents('alone')['b-1.png']).toBe(place.contents()['b-1.png'])
    rmSync(place.at('images/a.png'))
    await watchJob(place.specification({ out: place.at('fewer') })).end
    expect(place.contents('fewer')['b-2.png']).toBe(place.contents()['b-2.png'])
    const seeds = place.record().map(({ image, seed }) => `${String(image)} ${String(seed)}`)
    expect(new Set(seeds).size).toBe(2)
  })

  it('keeps images apart whose names differ only in the ending', async () => {
    await place.images('a.png', 'a.jpg')
    expect(await folderResult(watchJob(place.specification()))).toMatchObject({ completed: 2, skipped: [] })
    expect(place.pictures()).toEqual(['a.jpg-1.png', 'a.jpg-2.png', 'a.png-1.png', 'a.png-2.png'])
  })

  it('takes masks that lie beside the images for masks', async () => {
    await place.images('a.png', 'sub/b.jpg', 'c.png')
    place.put('images/a-mask.png', await maskOf(2))
    place.put('images/sub/b_mask.png', await maskOf(5))
    const masks = { from: 'folder', path: place.at('images') } as const
    const result = await folderResult(watchJob(place.specification({ masks, count: 1 })))
    expect(result).toMatchObject({ images: 3, completed: 2 })
    expect(result.skipped.map(({ path }) => path)).toEqual([place.at('images/c.png')])
    expect(place.pictures()).toEqual(['a-1.png', 'sub/b-1.png'])
    expect(await changedRows('images/a.png', 'out/a-1.png')).toEqual([2])
  })

  it('takes neither its own results nor masks inside the folder for images', async () => {
    await place.images('a.png')
    place.put('images/masks/a.png', await maskOf(3))
    const masks = { from: 'folder', path: place.at('images/masks') } as const
    const inside = place.specification({ masks, out: place.at('images/done') })
    expect(await folderResult(watchJob(inside))).toMatchObject({ images: 1, completed: 1 })
    expect(await folderResult(watchJob(inside))).toMatchObject({ images: 1, completed: 0, existed: 1 })
  })

  it('takes one mask for all, and skips images of another size', async () => {
    await place.images('a.png', 'b.png')
    place.put('images/large.png', await plainImage(9, 6, [1, 2, 3]))
    const mask = place.put('images/mask.png', await maskOf(5))
    const result = await folderResult(watchJob(place.specification({ masks: { from: 'file', path: mask } })))
    expect(result).toMatchObject({ images: 3, completed: 2 })
    expect(result.skipped).toMatchObject([
      { path: place.at('images/large.png'), reason: expect.stringContaining('9 x 6') as string },
    ])
  })
})

describe('completing a folder once more', () => {
  it('fills in each image what is transparent in it, and says which has nothing to fill', async () => {
    const holed = Uint8Array.from({ length: 36 * 4 }, (_, i) =>
      i % 4 < 3 ? 200 : i >= 72 && i < 96 ? 0 : 255,
    )
    const image = sharp(holed, { raw: { width: 6, height: 6, channels: 4 } })
    place.put('images/holed.png', await image.png().toBuffer())
    await place.images('whole.png')
    const masks = { from: 'transparency' } as const
    const result = await folderResult(watchJob(place.specification({ masks, count: 1 })))
    expect(result).toMatchObject({ images: 2, completed: 1 })
    expect(result.skipped).toMatchObject([
      { path: place.at('images/whole.png'), reason: expect.stringMatching(/transparent/) as string },
    ])
    const { data, info } = await sharp(place.at('out/holed-1.png'))
      .raw()
      .toBuffer({ resolveWithObject: true })
    const alphas = Array.from({ length: 36 }, (_, i) => (info.channels === 4 ? data[i * 4 + 3] : 255))
    expect(new Set(alphas)).toEqual(new Set([255]))
  })

  it('keeps what is there and says so, and with `again` draws it anew', async () => {
    await place.images('a.png', 'b.png')
    await watchJob(place.specification()).end
    const before = place.contents()
    const time = statSync(place.at('out/a-1.png')).mtimeMs
    await place.images('a.png', 'b.png', 'c.png')
    const second = watchJob(place.specification())
    expect(await folderResult(second)).toMatchObject({ images: 3, completed: 1, existed: 2, skipped: [] })
    expect(notes(second.events)).toBe('2 of 3 images have their completions already, and keep them.')
    expect(place.contents()['a-1.png']).toBe(before['a-1.png'])
    expect(statSync(place.at('out/a-1.png')).mtimeMs).toBe(time)

    const other = watchJob(place.specification({ seed: 5 }))
    expect(await folderResult(other)).toMatchObject({ completed: 0, existed: 3 })
    expect(notes(other.events)).toMatch(/3 of them were drawn with other choices/)
    const again = watchJob(place.specification({ seed: 5, again: true, count: 1 }))
    expect(await folderResult(again)).toMatchObject({ completed: 3, existed: 0 })
    expect(place.contents()['a-1.png']).not.toBe(before['a-1.png'])
    // What was drawn before of an image goes with its lines.
    expect(place.pictures()).toEqual(['a-1.png', 'b-1.png', 'c-1.png'])
    expect(place.record().map(({ seed }) => seed)).toEqual(
      ['a', 'b', 'c'].map((name) => imageSeed(5, `${name}.png`)),
    )
  })

  it('ends as one run would, wherever it was broken off', async () => {
    const names = ['a.png', 'b.png', 'c.jpg', 'sub/d.png', 'sub/e.png']
    await place.images(...names)
    await watchJob(place.specification({ out: place.at('whole') })).end
    const stopped = watchJob(place.specification(), (event, gate) => {
      if (event.type === 'picture' && event.file.endsWith('b-1.png')) gate.cancel()
    })
    const end = await stopped.end
    expect(end).toMatchObject({ cancelled: true, result: { completed: 2, existed: 0 } })
    expect(place.pictures()).toEqual(['a-1.png', 'a-2.png', 'b-1.png', 'b-2.png'])
    expect(place.record()).toHaveLength(4)

    // As kills leave it: one of two files in place, lines whose files never came, a line cut short, rubbish.
    rmSync(place.at('out/a-2.png'))
    const list = place.at('out/completions.jsonl')
    const lines = readFileSync(join(place.at('whole'), 'completions.jsonl'), 'utf8')
    writeFileSync(list, lines)
    truncateSync(list, lines.length - 30)
    place.put('out/.pixelloom-unfinished/c-1.png', 'half a picture')
    place.put('out/.02e76a90-fce2-44cf-9b1b-3251804cad22.tmp', 'half a record')
    const resumed = watchJob(place.specification())
    expect(await folderResult(resumed)).toMatchObject({ images: 5, completed: 4, existed: 1 })
    expect(place.contents()).toEqual(place.contents('whole'))
  })

  it('loses no line and doubles none when it dies between lines and files', async () => {
    await place.images('a.png', 'b.png')
    await watchJob(place.specification()).end
    const whole = place.contents()
    rmSync(place.at('out/b-1.png'))
    const list = place.at('out/completions.jsonl')
    writeFileSync(list, readFileSync(list, 'utf8').repeat(2))
    await watchJob(place.specification()).end
    expect(place.contents()).toEqual(whole)
  })

  it('removes nothing that a record names elsewhere', async () => {
    await place.images('a.png')
    await watchJob(place.specification({ count: 1 })).end
    const precious = place.put('precious.png', 'mine')
    const [line = ''] = readFileSync(place.at('out/completions.jsonl'), 'utf8').split('\n')
    writeFileSync(
      place.at('out/completions.jsonl'),
      `${line}\n${line.replace('a-1.png', '../precious.png')}\n`,
    )
    await watchJob(place.specification({ count: 1, again: true })).end
    expect(readFileSync(precious, 'utf8')).toBe('mine')
    expect(place.record()).toHaveLength(1)
  })
})

describe('steering', () => {
  it('pauses between images and goes on', async () => {
    await place.images('a.png', 'b.png', 'c.png')
    let paused = 0
    const job = watchJob(place.specification({ count: 1 }), (event, gate) => {
      if (event.type !== 'picture' || paused > 0) return
      paused += 1
      gate.pause()
    })
    await expect.poll(() => job.told, { timeout: 30_000 }).toEqual(['paused'])
    expect(place.pictures()).toEqual(['a-1.png'])
    job.gate.resume()
    expect(await folderResult(job)).toMatchObject({ completed: 3 })
    expect(job.told).toEqual(['paused', 'resumed'])
  })

  it('ends with an error where nothing can be written, and says what is kept', async () => {
    await place.images('a.png', 'b.png')
    // A file where the second image's folder would have to be.
    mkdirSync(place.at('images/sub'))
    place.put('images/sub/c.png', await plainImage(6, 6, [1, 2, 3]))
    place.put('out/sub', 'in the way')
    const job = watchJob(place.specification())
    expect((await refusal(job.end)).code).toBe('disk')
    expect(notes(job.events)).toMatch(/^2 of 3 images are completed and kept/)
    expect(place.pictures()).toHaveLength(4)
  })

  it('skips an image in whose place something lies', async () => {
    await place.images('a.png', 'b.png')
    place.put('out/a-2.png/inside.txt', 'mine')
    const result = await folderResult(watchJob(place.specification()))
    expect(result).toMatchObject({ completed: 1 })
    expect(result.skipped[0]?.reason).toMatch(/is in the way/)
    expect(existsSync(place.at('out/a-2.png/inside.txt'))).toBe(true)
  })

  it.each([
    ['no images', {}, 'no-images'],
    ['a folder that is not there', { folder: '/nowhere/at/all' }, 'not-found'],
    [
      'masks that are not there',
      { masks: { from: 'folder', path: '/nowhere/at/all' } as const },
      'not-found',
    ],
    ['a model that is not there', { model: '/nowhere/at/all' }, 'not-found'],
  ])('refuses %s', async (what, changes, code) => {
    mkdirSync(place.at('images'))
    if (what !== 'no images') await place.images('a.png')
    expect((await refusal(watchJob(place.specification(changes)).end)).code).toBe(code)
  })

  it('refuses to put completions among the images, or to take a file for a folder', async () => {
    await place.images('a.png')
    const among = watchJob(place.specification({ out: place.at('images') }))
    expect((await refusal(among.end)).code).toBe('invalid-argument')
    const file = watchJob(place.specification({ folder: place.at('images/a.png') }))
    expect((await refusal(file.end)).code).toBe('invalid-argument')
    expect(readdirSync(place.at('images'))).toEqual(['a.png'])
  })
})
