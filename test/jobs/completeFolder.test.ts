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
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { imageSeed } from '../../src/engine/jobs/completeFolder/choices'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import type { JobEvent } from '../../src/shared/jobEvents'
import type { JobResult } from '../../src/shared/jobs'
import { noisyImage, plainImage, refusal, TemporaryFolder } from '../data/support'
import { putImages, training, type WatchedJob, watchJob } from './support'

type Specification = Extract<JobSpecificationInput, { kind: 'complete-folder' }>
type Result = Extract<JobResult, { kind: 'complete-folder' }>

let made: TemporaryFolder
let model = ''
beforeAll(async () => {
  made = new TemporaryFolder()
  await putImages(made, 12)
  await watchJob(training(made, { limit: { steps: 2 }, validation: 0 })).end
  model = made.at('model')
})
afterAll(() => {
  made.remove()
})

let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => {
  folder.remove()
})

const half = { from: 'half', half: 'bottom' } as const

function specification(changes: Partial<Specification> = {}): Specification {
  const [images, out] = [folder.at('images'), folder.at('out')]
  return { kind: 'complete-folder', model, folder: images, masks: half, count: 2, seed: 4, out, ...changes }
}

async function resultOf(job: WatchedJob): Promise<Result> {
  const { result } = await job.end
  if (result?.kind !== 'complete-folder') throw new Error('no result')
  return result
}

/** Puts small images of their own colours. */
async function put(...names: string[]): Promise<void> {
  for (const [i, name] of names.entries()) {
    const format = name.endsWith('jpg') ? 'jpeg' : 'png'
    folder.put(`images/${name}`, await plainImage(6, 6, [i * 40, 99, 255 - i * 30], format))
  }
}

/** Every file of a folder, at any depth, by its path with slashes. */
function contents(name = 'out'): Record<string, string> {
  const root = folder.at(name)
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(
    paths.map((path) => [
      path.slice(root.length + 1).replaceAll('\\', '/'),
      readFileSync(path).toString('base64'),
    ]),
  )
}

const pictures = (name = 'out'): string[] =>
  Object.keys(contents(name)).filter((file) => file.endsWith('.png'))

function record(name = 'out'): Record<string, unknown>[] {
  const text = readFileSync(join(folder.at(name), 'completions.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

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
      sharp(folder.at(name)).toColourspace('srgb').removeAlpha().raw().toBuffer(),
    ),
  )
  const rows = [...(a ?? []).entries()]
    .filter(([i, value]) => b?.[i] !== value)
    .map(([i]) => Math.floor(i / 18))
  return [...new Set(rows)]
}

describe('completing a folder', () => {
  it('completes what it can, names what it can not, and records each file', async () => {
    await put('a.png', 'sub/deep/b.jpg', 'sub/no-mask.png', 'z.png')
    folder.put('images/broken.png', (await noisyImage(6, 'png')).subarray(0, 60))
    for (const name of ['a.png', 'sub/deep/b.png', 'broken.png', 'z_mask.png', 'other.png']) {
      folder.put(`masks/${name}`, await maskOf(name.startsWith('a') ? 1 : 4))
    }
    const masks = { from: 'folder', path: folder.at('masks') } as const
    const job = watchJob(specification({ masks }))
    const result = await resultOf(job)
    expect(result).toMatchObject({ images: 5, completed: 3, existed: 0, folder: folder.at('images') })
    expect(result.skipped.map(({ path }) => path).sort()).toEqual([
      folder.at('images/broken.png'),
      folder.at('images/sub/no-mask.png'),
    ])
    expect(result.skipped.find(({ path }) => path.endsWith('no-mask.png'))?.reason).toMatch(/^has no mask/)
    expect(result.skipped.find(({ path }) => path.endsWith('broken.png'))?.reason).toMatch(/^is truncated/)
    const told = job.events.flatMap((event) => (event.type === 'skipped' ? event.files : []))
    expect(told).toEqual(result.skipped)

    const files = ['a-1.png', 'a-2.png', 'sub/deep/b-1.png', 'sub/deep/b-2.png', 'z-1.png', 'z-2.png']
    expect(Object.keys(contents())).toEqual([...files.slice(0, 2), 'completions.jsonl', ...files.slice(2)])
    expect(await changedRows('images/a.png', 'out/a-1.png')).toEqual([1])
    expect(await changedRows('images/z.png', 'out/z-2.png')).toEqual([4])
    const lines = record()
    expect(lines.map(({ file }) => file)).toEqual(files)
    expect(lines[2]).toMatchObject({
      image: 'sub/deep/b.jpg',
      mask: folder.at('masks/sub/deep/b.png'),
      seed: imageSeed(4, 'sub/deep/b.jpg'),
      temperature: 1,
      way: 'raster',
      nats: expect.any(Number) as number,
    })
    expect(lines.map(({ rank }) => rank).sort()).toEqual([1, 1, 1, 2, 2, 2])
  })

  it('tells its progress in files, and no rows', async () => {
    await put('a.png', 'b.png', 'c.png')
    const job = watchJob(specification())
    await job.end
    const told = job.events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []))
    expect(told[0]).toMatchObject({ done: 0, total: 3, unit: 'files' })
    expect(told.at(-1)).toMatchObject({ done: 3, total: 3, unit: 'files', secondsLeft: 0 })
    expect(new Set(job.events.map(({ type }) => type))).not.toContain('row')
    const files = job.events.flatMap((event) => (event.type === 'picture' ? [event.file] : []))
    expect(files).toEqual(pictures().map((name) => folder.at('out', name)))
    expect(files.every((file) => existsSync(file))).toBe(true)
  })

  it('draws each image as it is drawn alone, whatever else the folder holds', async () => {
    await put('a.png', 'b.png')
    await watchJob(specification()).end
    const alone = watchJob({
      ...{ kind: 'complete', model, count: 2, mask: half, image: folder.at('images/b.png') },
      seed: record().find(({ image }) => image === 'b.png')?.['seed'] as number,
      out: folder.at('alone'),
    })
    await alone.end
    expect(contents('alone')['b-1.png']).toBe(contents()['b-1.png'])
    rmSync(folder.at('images/a.png'))
    await watchJob(specification({ out: folder.at('fewer') })).end
    expect(contents('fewer')['b-2.png']).toBe(contents()['b-2.png'])
    const seeds = record().map(({ image, seed }) => `${String(image)} ${String(seed)}`)
    expect(new Set(seeds).size).toBe(2)
  })

  it('keeps images apart whose names differ only in the ending', async () => {
    await put('a.png', 'a.jpg')
    expect(await resultOf(watchJob(specification()))).toMatchObject({ completed: 2, skipped: [] })
    expect(pictures()).toEqual(['a.jpg-1.png', 'a.jpg-2.png', 'a.png-1.png', 'a.png-2.png'])
  })

  it('takes masks that lie beside the images for masks', async () => {
    await put('a.png', 'sub/b.jpg', 'c.png')
    folder.put('images/a-mask.png', await maskOf(2))
    folder.put('images/sub/b_mask.png', await maskOf(5))
    const masks = { from: 'folder', path: folder.at('images') } as const
    const result = await resultOf(watchJob(specification({ masks, count: 1 })))
    expect(result).toMatchObject({ images: 3, completed: 2 })
    expect(result.skipped.map(({ path }) => path)).toEqual([folder.at('images/c.png')])
    expect(pictures()).toEqual(['a-1.png', 'sub/b-1.png'])
    expect(await changedRows('images/a.png', 'out/a-1.png')).toEqual([2])
  })

  it('takes neither its own results nor masks inside the folder for images', async () => {
    await put('a.png')
    folder.put('images/masks/a.png', await maskOf(3))
    const masks = { from: 'folder', path: folder.at('images/masks') } as const
    const inside = specification({ masks, out: folder.at('images/done') })
    expect(await resultOf(watchJob(inside))).toMatchObject({ images: 1, completed: 1 })
    expect(await resultOf(watchJob(inside))).toMatchObject({ images: 1, completed: 0, existed: 1 })
  })

  it('takes one mask for all, and skips images of another size', async () => {
    await put('a.png', 'b.png')
    folder.put('images/large.png', await plainImage(9, 6, [1, 2, 3]))
    const mask = folder.put('mask.png', await maskOf(5))
    const result = await resultOf(watchJob(specification({ masks: { from: 'file', path: mask } })))
    expect(result).toMatchObject({ images: 3, completed: 2 })
    expect(result.skipped).toEqual([
      { path: folder.at('images/large.png'), reason: expect.stringContaining('9 x 6') as string },
    ])
  })
})

describe('completing a folder once more', () => {
  it('keeps what is there and says so, and with `again` draws it anew', async () => {
    await put('a.png', 'b.png')
    await watchJob(specification()).end
    const before = contents()
    const time = statSync(folder.at('out/a-1.png')).mtimeMs
    await put('a.png', 'b.png', 'c.png')
    const second = watchJob(specification())
    expect(await resultOf(second)).toMatchObject({ images: 3, completed: 1, existed: 2, skipped: [] })
    expect(notes(second.events)).toBe('2 of 3 images have their completions already, and keep them.')
    expect(contents()['a-1.png']).toBe(before['a-1.png'])
    expect(statSync(folder.at('out/a-1.png')).mtimeMs).toBe(time)

    const other = watchJob(specification({ seed: 5 }))
    expect(await resultOf(other)).toMatchObject({ completed: 0, existed: 3 })
    expect(notes(other.events)).toMatch(/3 of them were drawn with other choices/)
    const again = watchJob(specification({ seed: 5, again: true, count: 1 }))
    expect(await resultOf(again)).toMatchObject({ completed: 3, existed: 0 })
    expect(contents()['a-1.png']).not.toBe(before['a-1.png'])
    // What was drawn before of an image goes with its lines.
    expect(pictures()).toEqual(['a-1.png', 'b-1.png', 'c-1.png'])
    expect(record().map(({ seed }) => seed)).toEqual(
      ['a', 'b', 'c'].map((name) => imageSeed(5, `${name}.png`)),
    )
  })

  it('ends as one run would, wherever it was broken off', async () => {
    const names = ['a.png', 'b.png', 'c.jpg', 'sub/d.png', 'sub/e.png']
    await put(...names)
    await watchJob(specification({ out: folder.at('whole') })).end
    const stopped = watchJob(specification(), (event, gate) => {
      if (event.type === 'picture' && event.file.endsWith('b-1.png')) gate.cancel()
    })
    const end = await stopped.end
    expect(end).toMatchObject({ cancelled: true, result: { completed: 2, existed: 0 } })
    expect(pictures()).toEqual(['a-1.png', 'a-2.png', 'b-1.png', 'b-2.png'])
    expect(record()).toHaveLength(4)

    // As kills leave it: one of two files in place, lines whose files never came, a line cut short, rubbish.
    rmSync(folder.at('out/a-2.png'))
    const list = folder.at('out/completions.jsonl')
    const lines = readFileSync(join(folder.at('whole'), 'completions.jsonl'), 'utf8')
    writeFileSync(list, lines)
    truncateSync(list, lines.length - 30)
    folder.put('out/.pixelloom-unfinished/c-1.png', 'half a picture')
    folder.put('out/.02e76a90-fce2-44cf-9b1b-3251804cad22.tmp', 'half a record')
    const resumed = watchJob(specification())
    expect(await resultOf(resumed)).toMatchObject({ images: 5, completed: 4, existed: 1 })
    expect(contents()).toEqual(contents('whole'))
  })

  it('loses no line and doubles none when it dies between lines and files', async () => {
    await put('a.png', 'b.png')
    await watchJob(specification()).end
    const whole = contents()
    rmSync(folder.at('out/b-1.png'))
    const list = folder.at('out/completions.jsonl')
    writeFileSync(list, readFileSync(list, 'utf8').repeat(2))
    await watchJob(specification()).end
    expect(contents()).toEqual(whole)
  })

  it('removes nothing that a record names elsewhere', async () => {
    await put('a.png')
    await watchJob(specification({ count: 1 })).end
    const precious = folder.put('precious.png', 'mine')
    const [line = ''] = readFileSync(folder.at('out/completions.jsonl'), 'utf8').split('\n')
    writeFileSync(
      folder.at('out/completions.jsonl'),
      `${line}\n${line.replace('a-1.png', '../precious.png')}\n`,
    )
    await watchJob(specification({ count: 1, again: true })).end
    expect(readFileSync(precious, 'utf8')).toBe('mine')
    expect(record()).toHaveLength(1)
  })
})

describe('steering', () => {
  it('pauses between images and goes on', async () => {
    await put('a.png', 'b.png', 'c.png')
    let paused = 0
    const job = watchJob(specification({ count: 1 }), (event, gate) => {
      if (event.type !== 'picture' || paused > 0) return
      paused += 1
      gate.pause()
    })
    await expect.poll(() => job.told, { timeout: 30_000 }).toEqual(['paused'])
    expect(pictures()).toEqual(['a-1.png'])
    job.gate.resume()
    expect(await resultOf(job)).toMatchObject({ completed: 3 })
    expect(job.told).toEqual(['paused', 'resumed'])
  })

  it('ends with an error where nothing can be written, and says what is kept', async () => {
    await put('a.png', 'b.png')
    // A file where the second image's folder would have to be.
    mkdirSync(folder.at('images/sub'))
    folder.put('images/sub/c.png', await plainImage(6, 6, [1, 2, 3]))
    folder.put('out/sub', 'in the way')
    const job = watchJob(specification())
    expect((await refusal(job.end)).code).toBe('disk')
    expect(notes(job.events)).toMatch(/^2 of 3 images are completed and kept/)
    expect(pictures()).toHaveLength(4)
  })

  it('skips an image in whose place something lies', async () => {
    await put('a.png', 'b.png')
    folder.put('out/a-2.png/inside.txt', 'mine')
    const result = await resultOf(watchJob(specification()))
    expect(result).toMatchObject({ completed: 1 })
    expect(result.skipped[0]?.reason).toMatch(/is in the way/)
    expect(dirname(folder.at('out/a-2.png/inside.txt'))).toSatisfy(existsSync)
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
    mkdirSync(folder.at('images'))
    if (what !== 'no images') await put('a.png')
    expect((await refusal(watchJob(specification(changes)).end)).code).toBe(code)
  })

  it('refuses to put completions among the images, or to take a file for a folder', async () => {
    await put('a.png')
    const among = watchJob(specification({ out: folder.at('images') }))
    expect((await refusal(among.end)).code).toBe('invalid-argument')
    const file = watchJob(specification({ folder: folder.at('images/a.png') }))
    expect((await refusal(file.end)).code).toBe('invalid-argument')
    expect(readdirSync(folder.at('images'))).toEqual(['a.png'])
  })
})
