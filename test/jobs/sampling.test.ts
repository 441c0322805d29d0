import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { openNpy } from '../../src/engine/data/npy'
import { createNodeStorage } from '../../src/engine/hosts/node/storage'
import { pngText } from '../../src/engine/pixels/pngText'
import { webpText } from '../../src/engine/pixels/webpText'
import { TemporaryFolder } from '../data/support'
import { putImages, training, watchJob } from './support'

let folder: TemporaryFolder
let model: string
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 12)
  const job = watchJob(training(folder, { limit: { steps: 2 } }))
  await job.end
  model = folder.at('model')
})
afterEach(() => {
  folder.remove()
})

const count = 120
const sample = (out: string, changes: object = {}) =>
  ({ kind: 'sample', model, count, seed: 7, out: folder.at(out), ...changes }) as const

/** What lies in a folder, by name. */
function contents(out: string): Record<string, string> {
  const names = readdirSync(folder.at(out)).sort()
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(folder.at(out), name)).toString('base64')]),
  )
}

describe('a run of samples', () => {
  it('leaves each image with its recipe, and a list of all', async () => {
    await watchJob(sample('all', { name: 'a {seed} {index}.png', temperature: 0.5 })).end
    const names = readdirSync(folder.at('all')).sort()
    expect(names).toHaveLength(count + 1)
    expect(names[0]).toBe('a 7 000.png')
    const lines = readFileSync(join(folder.at('all'), 'recipes.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
    const recipes = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(recipes.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, i) => i))
    expect(recipes[3]).toMatchObject({
      file: 'a 7 003.png',
      seed: 7,
      temperature: 0.5,
      topP: 1,
      width: 6,
      height: 6,
    })
    const { file: _file, ...own } = recipes[3] ?? {}
    const png = readFileSync(join(folder.at('all'), 'a 7 003.png'))
    expect(JSON.parse(pngText(png, 'pixelloom') ?? '')).toEqual(own)
  })

  it('that was broken off goes on, and ends with the bytes of one that never was', async () => {
    await watchJob(sample('whole')).end
    const stopped = watchJob(sample('broken'), (event, gate) => {
      if (event.type === 'picture' && event.variant === 17) gate.cancel()
    })
    expect(await stopped.end).toMatchObject({ cancelled: true })
    const before = contents('broken')
    expect(Object.keys(before).length).toBeLessThan(count)

    // As a kill leaves it: a list cut within a line, a file that another program damaged, a gap.
    const list = join(folder.at('broken'), 'recipes.jsonl')
    truncateSync(list, readFileSync(list).length - 20)
    writeFileSync(join(folder.at('broken'), 'sample-005.png'), 'half a picture')
    rmSync(join(folder.at('broken'), 'sample-002.png'))
    writeFileSync(join(folder.at('broken'), '.02e76a90-fce2-44cf-9b1b-3251804cad22.tmp'), 'half a pic')
    const resumed = watchJob(sample('broken'))
    await resumed.end
    expect(contents('broken')).toEqual(contents('whole'))
    const drawn = resumed.events.flatMap((event) => (event.type === 'picture' ? [event.variant] : []))
    const kept = Object.keys(before).filter((name) => name.endsWith('.png')).length - 2
    expect(drawn).toHaveLength(count - kept)
    expect(new Set(drawn).size).toBe(drawn.length)
    const message = `${kept} of ${count} images are there already, and are kept.`
    expect(resumed.events).toContainEqual(expect.objectContaining({ type: 'note', message }))
  })

  it('that was broken off before its first image leaves no sheet and no array', async () => {
    const stopped = watchJob(sample('early', { grid: true, npy: true }), (event, gate) => {
      if (event.type === 'progress') gate.cancel()
    })
    expect(await stopped.end).toMatchObject({ cancelled: true, result: { files: [] } })
    expect(Object.keys(contents('early'))).toEqual(['recipes.jsonl'])
  })

  it('draws anew what another seed or temperature drew', async () => {
    await watchJob(sample('one', { count: 4 })).end
    const first = contents('one')
    const again = watchJob(sample('one', { count: 4, seed: 8 }))
    await again.end
    expect(again.events.filter(({ type }) => type === 'picture')).toHaveLength(4)
    expect(contents('one')['sample-1.png']).not.toBe(first['sample-1.png'])
  })

  it('as WebP has the same pixels and recipes, and goes on alike', async () => {
    await watchJob(sample('png', { count: 20 })).end
    const stopped = watchJob(sample('webp', { count: 20, format: 'webp' }), (event, gate) => {
      if (event.type === 'picture' && event.variant === 3) gate.cancel()
    })
    expect(await stopped.end).toMatchObject({ cancelled: true })
    const resumed = watchJob(sample('webp', { count: 20, format: 'webp' }))
    await resumed.end
    expect(resumed.events.filter(({ type }) => type === 'picture').length).toBeLessThan(20)
    for (const number of ['01', '20']) {
      const png = readFileSync(join(folder.at('png'), `sample-${number}.png`))
      const webp = readFileSync(join(folder.at('webp'), `sample-${number}.webp`))
      expect(webpText(webp)).toBe(pngText(png, 'pixelloom'))
      const pixels = (file: Buffer): Promise<Buffer> => sharp(file).toColourspace('srgb').raw().toBuffer()
      expect(await pixels(webp)).toEqual(await pixels(png))
    }
  })

  it.each(['png', 'webp'])(
    'leaves one array of levels and one sheet of all, from %s files',
    async (format) => {
      const job = watchJob(sample('array', { count: 21, npy: true, grid: true, format }))
      const { result } = (await job.end) as { result: { array: string; grid: string } }
      const set = await openNpy(createNodeStorage(), result.array)
      expect(set).toMatchObject({ count: 21, height: 6, width: 6, channels: 1 })
      const values = readFileSync(result.array).subarray(-21 * 36)
      for (const [number, at] of [
        ['01', 0],
        ['21', 20],
      ] as const) {
        const file = join(folder.at('array'), `sample-${number}.${format}`)
        const bytes = await sharp(file).toColourspace('b-w').raw().toBuffer()
        const levels = [...values.subarray(at * 36, (at + 1) * 36)]
        expect(levels.map((level) => 85 * level)).toEqual([...bytes])
      }
      expect(readdirSync(folder.at('array')).filter((name) => name.includes('part'))).toEqual([])
      expect((await sharp(result.grid).metadata()).width).toBe(2 + 5 * 8)
    },
  )
})
