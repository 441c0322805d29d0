import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Raster } from '../../src/engine/host'
import { loadModel } from '../../src/engine/jobs/loadModel'
import { natsByStrips } from '../../src/engine/completion/native/exactNats'
import { imageNats } from '../../src/engine/likelihood/nats'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import { RandomStream } from '../../src/engine/random/stream'
import { drawImages } from '../../src/engine/sampling/drawImages'
import type { Rectangle } from '../../src/shared/geometry'
import type { JobEvent } from '../../src/shared/jobEvents'
import type { JobResult } from '../../src/shared/jobs'
import { refusal, TemporaryFolder } from '../data/support'
import { host, putImages, tiny, training, watchJob } from './support'

type Input = Extract<JobSpecificationInput, { kind: 'complete' }>
type Result = Extract<JobResult, { kind: 'complete' }>

let folder: TemporaryFolder
let pixelCnn = ''
let rowLstm = ''
beforeAll(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 12)
  const limit = { steps: 3 }
  await watchJob(training(folder, { limit, validation: 0 })).end
  pixelCnn = folder.at('model')
  const configuration = { ...tiny, architecture: 'row-lstm', channels: 3, levels: 4 } as const
  await watchJob(training(folder, { limit, validation: 0, out: folder.at('lstm'), configuration })).end
  rowLstm = folder.at('lstm')
})
afterAll(() => {
  folder.remove()
})

const box = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height })
const rectangle = (x: number, y: number, width: number, height: number): Input['mask'] => ({
  from: 'rectangle',
  rectangle: box(x, y, width, height),
})
const bitmap = (width: number, height: number, data: Uint8Array): Input['mask'] => ({
  ...{ from: 'bitmap', width, height, data },
})

function noise(channels: Raster['channels'], width: number, height: number, wide = false): Raster {
  const length = width * height * channels
  const data = wide
    ? Uint16Array.from({ length }, (_, i) => (i * 7919 + (i >> 5) * 311) % 65536)
    : Uint8Array.from({ length }, (_, i) => (i * 41 + (i >> 4) * 7) % 256)
  return { width, height, channels, data }
}

let files = 0
async function save(image: Raster): Promise<string> {
  const path = folder.at(`photo-${files++}.png`)
  await writeFile(path, await host.pixels.encodePng(image))
  return path
}

async function complete(
  input: Partial<Input> & Pick<Input, 'image' | 'mask'>,
): Promise<{ result: Result; events: JobEvent[]; pictures: Raster[] }> {
  const job = watchJob({
    kind: 'complete',
    model: pixelCnn,
    count: 2,
    out: folder.at(`out-${files++}`),
    ...input,
  })
  const { result } = await job.end
  if (result?.kind !== 'complete') throw new Error('no result')
  const pictures = await Promise.all(result.completions.map(({ file }) => host.pixels.decode(file)))
  return { result, events: job.events, pictures }
}

/** How many values differ where the mask is 1; throws where another one does. */
function changes(before: Raster, after: Raster, mask: (x: number, y: number) => boolean): number {
  const { width, height, channels } = before
  expect([after.width, after.height, after.channels]).toEqual([width, height, channels])
  expect(after.data.constructor).toBe(before.data.constructor)
  let changed = 0
  for (let i = 0; i < before.data.length; i++) {
    if (before.data[i] === after.data[i]) continue
    const pixel = Math.floor(i / channels)
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    if (!mask(x, y)) throw new Error(`Changed outside of the mask, at ${x}, ${y}`)
    changed++
  }
  return changed
}

const inside =
  ({ x, y, width, height }: Rectangle) =>
  (column: number, row: number): boolean =>
    column >= x && row >= y && column < x + width && row < y + height

const rows = (events: readonly JobEvent[]) => events.filter((event) => event.type === 'row')
const notes = (events: readonly JobEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'note' ? [event.message] : []))

describe('what is outside of the mask is the upright input, bit for bit', () => {
  const rgb = noise(3, 40, 30)
  const from = ({ data, width, height, channels }: Raster) =>
    sharp(data, { raw: { width, height, channels } })
  const kinds: [string, string, () => Promise<unknown>][] = [
    ['8 bits', 'a.png', () => from(rgb).png().toFile(folder.at('a.png'))],
    [
      '16 bits',
      'b.png',
      async () => writeFile(folder.at('b.png'), await host.pixels.encodePng(noise(3, 40, 30, true))),
    ],
    [
      'alpha',
      'c.png',
      () =>
        from(noise(4, 40, 30))
          .png()
          .toFile(folder.at('c.png')),
    ],
    [
      '16 bits and alpha',
      'd.png',
      async () => writeFile(folder.at('d.png'), await host.pixels.encodePng(noise(4, 40, 30, true))),
    ],
    [
      'grey',
      'e.png',
      async () => writeFile(folder.at('e.png'), await host.pixels.encodePng(noise(1, 40, 30))),
    ],
    ['a palette', 'f.png', () => from(rgb).png({ palette: true, colours: 16 }).toFile(folder.at('f.png'))],
    ['CMYK', 'g.jpg', () => from(rgb).toColourspace('cmyk').jpeg().toFile(folder.at('g.jpg'))],
    [
      'a turned camera',
      'h.jpg',
      () =>
        from(noise(3, 30, 40))
          .jpeg()
          .withMetadata({ orientation: 6 })
          .toFile(folder.at('h.jpg')),
    ],
    ['a profile', 'i.png', () => from(rgb).withIccProfile('p3').png().toFile(folder.at('i.png'))],
  ]

  it.each(kinds)('of %s', async (_, name, make) => {
    await make()
    const image = folder.at(name)
    const before = await host.pixels.decode(image)
    const hole = box(12, 9, 11, 8)
    for (const choices of [{}, { fit: 'native', feather: 2, match: true }] as const) {
      const { pictures } = await complete({ image, mask: { from: 'rectangle', rectangle: hole }, ...choices })
      for (const after of pictures) {
        expect(changes(before, after, inside(hole))).toBeGreaterThan(0)
        expect([after.profile, after.exif]).toEqual([before.profile, before.exif])
      }
    }
  })

  it('for 200 masks, sizes and ways to finish', async () => {
    const random = new RandomStream(2, 'draw')
    for (let round = 0; round < 200; round++) {
      const whole = (least: number, most: number, address: number): number =>
        least + Math.floor(random.uniform(round, address) * (most - least + 1))
      const [width, height] = [whole(1, 40, 1), whole(1, 40, 2)]
      const before = noise(([1, 2, 3, 4] as const)[round % 4] ?? 1, width, height, round % 8 >= 4)
      const density = [0.002, 0.05, 0.5, 1][whole(0, 3, 3)] ?? 1
      const data = Uint8Array.from({ length: width * height }, (_, i) =>
        random.uniform(i, round, 7) < density ? 1 : 0,
      )
      data[whole(0, data.length - 1, 4)] = 1
      const { pictures, result } = await complete({
        image: await save(before),
        mask: bitmap(width, height, data),
        count: 1,
        seed: round,
        ...{ fit: round % 3 === 0 ? 'native' : 'model', feather: whole(0, 3, 5), match: round % 5 === 0 },
      })
      for (const after of pictures) changes(before, after, (x, y) => data[y * width + x] === 1)
      expect(Number.isFinite(result.completions[0]?.nats)).toBe(true)
    }
  }, 120_000)
})

describe('holes', () => {
  it('far apart are framed alone, and nats are summed over their frames', async () => {
    const before = noise(3, 90, 60)
    const data = new Uint8Array(90 * 60)
    const [first, second] = [box(3, 2, 2, 2), box(70, 50, 3, 2)]
    for (const hole of [first, second]) {
      for (let y = hole.y; y < hole.y + hole.height; y++)
        data.fill(1, y * 90 + hole.x, y * 90 + hole.x + hole.width)
    }
    const image = await save(before)
    const both = await complete({ image, mask: bitmap(90, 60, data) })
    for (const after of both.pictures) {
      expect(changes(before, after, (x, y) => inside(first)(x, y) || inside(second)(x, y))).toBeGreaterThan(0)
    }
    const frames = new Set(rows(both.events).map(({ frame }) => JSON.stringify(frame)))
    expect([...frames].map((frame) => JSON.parse(frame) as Rectangle)).toEqual([
      box(1, 0, 6, 6),
      box(67, 47, 9, 9),
    ])
    // The first hole is drawn as if there were no other.
    const alone = await complete({ image, mask: { from: 'rectangle', rectangle: first } })
    const rest = await complete({ image, mask: { from: 'rectangle', rectangle: second } })
    alone.pictures.forEach((picture, variant) => {
      const other = both.pictures[variant]
      if (!other) throw new Error('no variant')
      expect(changes(picture, other, inside(second))).toBeGreaterThan(0)
    })
    const { nats = 0 } = alone.result.completions[0] ?? {}
    expect(both.result.completions[0]?.nats).toBeGreaterThan(nats)
    expect(rest.result.enlarged).toBe(1.5)
    expect([both.result.enlarged, both.result.seen]).toEqual([1.5, { width: 6, height: 6 }])
    expect(alone.result.enlarged).toBe(1)
  })

  it.each([
    ['at a corner', box(0, 0, 9, 7)],
    ['at an edge', box(31, 10, 9, 12)],
    ['of one pixel', box(39, 29, 1, 1)],
    ['that are the whole image', box(0, 0, 40, 30)],
  ])(
    '%s are filled',
    async (_, hole) => {
      const before = noise(3, 40, 30)
      const image = await save(before)
      for (const model of [pixelCnn, rowLstm]) {
        for (const fit of ['model', 'native'] as const) {
          const finish = { feather: 2, match: true }
          const { pictures } = await complete({
            image,
            model,
            fit,
            count: 1,
            mask: { from: 'rectangle', rectangle: hole },
            ...finish,
          })
          for (const after of pictures) changes(before, after, inside(hole))
        }
      }
    },
    30_000,
  )
})

describe('a frame that a person chose', () => {
  it('is what the model sees, moved inside the photo', async () => {
    const image = await save(noise(3, 60, 40))
    const { events } = await complete({ image, mask: rectangle(50, 30, 4, 4), frame: box(44, 25, 20, 20) })
    for (const { frame, width, height } of rows(events)) {
      expect([frame, width, height]).toEqual([box(40, 20, 20, 20), 6, 6])
    }
  })

  it('must hold the hole', async () => {
    const image = await save(noise(3, 60, 40))
    const error = await refusal(complete({ image, mask: rectangle(50, 30, 4, 4), frame: box(0, 0, 20, 20) }))
    expect(error.code).toBe('invalid-argument')
    expect(error.message).toBe(
      "The frame of 20 x 20 pixels at 0, 0 doesn't hold the hole of 4 x 4 pixels at 50, 30. Move it over the hole, or make it larger.",
    )
  })
})

describe('at the own size of the photo', () => {
  it('one window is what drawing the neighbourhood in one piece gives', async () => {
    const before = noise(1, 40, 30)
    const { pictures, result, events } = await complete({
      ...{ image: await save(before), mask: rectangle(15, 12, 5, 4), fit: 'native', seed: 8 },
    })
    const model = await loadModel(host, pixelCnn)
    const { reachRows, configuration } = model.network
    const frame = box(15 - reachRows, 12 - reachRows, 5 + 2 * reachRows, 4 + 2 * reachRows)
    const unknown = new Uint8Array(frame.width * frame.height)
    const known = new Uint8Array(unknown.length)
    for (let y = 0; y < frame.height; y++) {
      for (let x = 0; x < frame.width; x++) {
        const at = y * frame.width + x
        known[at] = ((before.data[(frame.y + y) * 40 + frame.x + x] ?? 0) * configuration.levels) >> 8
        unknown[at] = inside(box(15, 12, 5, 4))(frame.x + x, frame.y + y) ? 1 : 0
      }
    }
    const drawn = await drawImages(model.network, model.weights, {
      ...{
        height: frame.height,
        width: frame.width,
        known,
        unknown,
        count: 2,
        seed: 8,
        temperature: 1,
        topP: 1,
      },
    })
    model.dispose()
    drawn.forEach(({ levels, nats }, variant) => {
      expect(result.completions[variant]?.nats).toBeCloseTo(nats, 3)
      unknown.forEach((isUnknown, at) => {
        if (isUnknown !== 1) return
        const [x, y] = [frame.x + (at % frame.width), frame.y + Math.floor(at / frame.width)]
        expect(pictures[variant]?.data[y * 40 + x]).toBe(Math.round((255 * (levels[at] ?? 0)) / 3))
      })
    })
    expect(new Set(rows(events).map((row) => JSON.stringify(row.frame)))).toEqual(
      new Set([JSON.stringify(frame)]),
    )
    expect(result.enlarged).toBe(1)
    expect(notes(events)).toEqual([expect.stringMatching(/^At its own size this takes about \d+ s\.$/)])
  })

  it('windows, bands and pieces draw what the whole photo would, however the hole is scattered', async () => {
    const model = await loadModel(host, pixelCnn)
    const random = new RandomStream(4, 'draw')
    for (let round = 0; round < 12; round++) {
      const [width, height] = [40 + round, 33]
      const before = noise(1, width, height)
      const density = [1, 0.3, 0.01][round % 3] ?? 1
      const data = Uint8Array.from({ length: width * height }, (_, i) => {
        const isNear = inside(box(3 + round, 5, 25, 24))(i % width, Math.floor(i / width))
        return isNear && random.uniform(i, round) < density ? 1 : 0
      })
      data[8 * width + 10 + round] = 1
      const { levels } = model.network.configuration
      const known = Uint8Array.from(before.data, (value) => (value * levels) >> 8)
      const request = { height, width, known, unknown: data, count: 1, seed: 1, temperature: 0, topP: 1 }
      const [whole] = await drawImages(model.network, model.weights, request)
      const { pictures } = await complete({
        ...{ image: await save(before), mask: bitmap(width, height, data), count: 1 },
        // With a limit that is never reached it goes in bands.
        ...{ fit: 'native', temperature: 0, ...(round % 2 === 1 && { seconds: 1000 }) },
      })
      data.forEach((isMasked, i) => {
        const value = Math.round((255 * (whole?.levels[i] ?? 0)) / (levels - 1))
        expect(pictures[0]?.data[i]).toBe(isMasked === 1 ? value : before.data[i])
      })
    }
    model.dispose()
  }, 60_000)

  it('nats by strips are those of one pass', async () => {
    const model = await loadModel(host, pixelCnn)
    const [width, height] = [9, 150]
    const area = box(0, 0, width, height)
    const pixels = Uint8Array.from({ length: 2 * width * height }, (_, i) => (i * 7 + (i >> 3)) % 4)
    const cut = (part: Rectangle) => {
      const of = (image: number) =>
        pixels.subarray((image * height + part.y) * width, (image * height + part.y + part.height) * width)
      return { known: Uint8Array.from([...of(0), ...of(1)]) }
    }
    const strips = await natsByStrips(model, area, 2, cut)
    const whole = await imageNats(model.network, model.weights, { pixels, count: 2, height, width })
    model.dispose()
    strips.forEach((nats, i) => expect(nats).toBeCloseTo(whole[i] ?? NaN, 2))
  })

  it('an LSTM fills all of it in windows of its size', async () => {
    const before = noise(3, 30, 25)
    const hole = box(8, 6, 14, 12)
    const input = {
      image: await save(before),
      mask: { from: 'rectangle', rectangle: hole },
      model: rowLstm,
    } as const
    const { pictures, events, result } = await complete({ ...input, fit: 'native' })
    for (const after of pictures) {
      expect(changes(before, after, inside(hole))).toBeGreaterThan(hole.width * hole.height)
      const filled = [...after.data.keys()].filter((i) =>
        inside(hole)(Math.floor(i / 3) % 30, Math.floor(i / 90)),
      )
      for (const i of filled) expect([0, 85, 170, 255]).toContain(after.data[i])
    }
    // Every row of the hole is shown of each variant, in the one frame that holds all windows.
    const shown = rows(events)
    expect(shown).toHaveLength(2 * hole.height)
    expect(new Set(shown.map(({ frame }) => JSON.stringify(frame))).size).toBe(1)
    expect(result.enlarged).toBe(1)
  })

  it('ends in time: what is left stays at the scale of the model', async () => {
    const before = noise(3, 60, 60)
    const hole = box(10, 10, 40, 40)
    const input = { image: await save(before), mask: { from: 'rectangle', rectangle: hole } } as const
    const { events, pictures, result } = await complete({ ...input, fit: 'native', seconds: 1e-6 })
    for (const after of pictures) changes(before, after, inside(hole))
    expect(notes(events).at(-1)).toMatch(/^The time is over: \d+% is drawn at the photo's own size, the rest/)
    expect([result.enlarged, result.seen]).toEqual([10, { width: 6, height: 6 }])
  })

  it('gives the same bytes for the same seed, whatever the threads', async () => {
    const input = {
      image: await save(noise(3, 40, 40)),
      mask: rectangle(4, 6, 20, 17),
      fit: 'native',
    } as const
    for (const model of [pixelCnn, rowLstm]) {
      const bytes = async (threads: number, seed: number): Promise<Buffer[]> => {
        const { result } = await complete({ ...input, model, threads, seed, match: true, feather: 2 })
        return Promise.all(
          result.completions.map(async ({ file }) => Buffer.from(await host.storage.read(file))),
        )
      }
      const first = await bytes(1, 3)
      expect(await bytes(2, 3)).toEqual(first)
      expect(await bytes(1, 4)).not.toEqual(first)
    }
  }, 30_000)
})

describe('like a finished completion', () => {
  it('takes over its rows above one, and draws the rest', async () => {
    const before = noise(3, 40, 30, true)
    const hole = box(10, 8, 16, 14)
    const input = {
      image: await save(before),
      mask: { from: 'rectangle', rectangle: hole },
      feather: 3,
    } as const
    const first = await complete({ ...input, count: 1, seed: 1 })
    const file = first.result.completions[0]?.file ?? ''
    const [kept] = first.pictures
    if (!kept) throw new Error('no picture')
    for (const fit of ['model', 'native'] as const) {
      const next = await complete({ ...input, fit, seed: 2, like: { file, fromRow: 15 } })
      for (const after of next.pictures) {
        expect(changes(kept, after, inside(box(10, 15, 16, 7)))).toBeGreaterThan(0)
      }
    }
  })

  it('is refused where it is none of this photo, or leaves nothing to draw', async () => {
    const image = await save(noise(3, 20, 20))
    const mask = rectangle(5, 5, 6, 6)
    const other = await refusal(
      complete({ image, mask, like: { file: await save(noise(3, 20, 21)), fromRow: 7 } }),
    )
    expect([other.code, other.message]).toEqual([
      'invalid-argument',
      expect.stringMatching(/20 x 21 .* 20 x 20/),
    ])
    const nothing = await refusal(complete({ image, mask, like: { file: image, fromRow: 11 } }))
    expect(nothing.code).toBe('mask-empty')
    const missing = await refusal(complete({ image, mask, like: { file: folder.at('nowhere.png') } }))
    expect(missing.code).toBe('not-found')
  })
})

describe('ranking', () => {
  it('names the same picture drawn twice', async () => {
    const image = await save(noise(3, 12, 12))
    const { result } = await complete({ image, mask: rectangle(3, 3, 4, 4), count: 3, temperature: 0 })
    expect(
      result.completions.map(({ rank, duplicateOf, reason }) => ({ rank, duplicateOf, reason })),
    ).toEqual([
      { rank: 1, duplicateOf: undefined, reason: 'All 3 are the same picture.' },
      { rank: 2, duplicateOf: 0, reason: 'The same picture as number 1.' },
      { rank: 3, duplicateOf: 0, reason: 'The same picture as number 1.' },
    ])
  })
})
