import { describe, expect, it } from 'vitest'
import { natsByStrips } from '../../src/engine/completion/native/exactNats'
import { loadModel } from '../../src/engine/jobs/loadModel'
import { imageNats } from '../../src/engine/likelihood/nats'
import { RandomStream } from '../../src/engine/random/stream'
import { drawImages } from '../../src/engine/sampling/drawImages'
import type { Rectangle } from '../../src/shared/geometry'
import {
  bitmap,
  box,
  changes,
  complete,
  inside,
  made,
  noise,
  notes,
  rectangle,
  rows,
  save,
} from './photoSupport'
import { refusal } from '../data/support'
import { host, watchJob } from './support'

describe('at the own size of the photo', () => {
  it('one window is what drawing the neighbourhood in one piece gives', async () => {
    const before = noise(1, 40, 30)
    const { pictures, result, events } = await complete({
      ...{ image: await save(before), mask: rectangle(15, 12, 5, 4), fit: 'native', seed: 8 },
    })
    const model = await loadModel(host, made.pixelCnn)
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
    expect(notes(events)).toEqual([expect.stringMatching(/^At its own size drawing takes about \d+ s\.$/)])
  })

  it('windows, bands and pieces draw what the whole photo would, however the hole is scattered', async () => {
    const model = await loadModel(host, made.pixelCnn)
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
    const model = await loadModel(host, made.pixelCnn)
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
      model: made.rowLstm,
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

  it.each(['the first hole', 'two holes, one of them small'])(
    'many variants come a few at a time, each as if all were drawn together: %s',
    async (what) => {
      const before = noise(1, 60, 50)
      const holes = what.startsWith('two') ? [box(10, 8, 20, 22), box(50, 40, 3, 3)] : [box(10, 8, 20, 22)]
      const isInside = (x: number, y: number): boolean => holes.some((hole) => inside(hole)(x, y))
      const data = Uint8Array.from({ length: 60 * 50 }, (_, i) =>
        Number(isInside(i % 60, Math.floor(i / 60))),
      )
      const input = { image: await save(before), mask: bitmap(60, 50, data), count: 7, seed: 5 } as const
      const native = { ...input, fit: 'native', guide: 0.5, keepPictures: true, threads: 1 } as const
      const grouped = await complete(native)
      // With a limit, even one that is never reached, all are drawn together.
      const together = await complete({ ...native, seconds: 1000 })
      expect(grouped.pictures.map((picture) => [...picture.data])).toEqual(
        together.pictures.map((picture) => [...picture.data]),
      )
      expect(new Set(grouped.pictures.map(({ data: values }) => String(values))).size).toBe(7)
      grouped.result.completions.forEach(({ nats, rank, reason }, variant) => {
        const other = together.result.completions[variant]
        expect(nats).toBeCloseTo(other?.nats ?? NaN, 2)
        expect([rank, reason]).toEqual([other?.rank, other?.reason])
      })
      // As the model saw a hole that is no larger than its pictures: all variants, whichever they were drawn with.
      expect(grouped.result.pictures?.map(({ files }) => files.length)).toEqual(
        together.result.pictures?.map(({ files }) => files.length),
      )
      for (const after of grouped.pictures) changes(before, after, isInside)
      const order = grouped.events.flatMap((event) =>
        event.type === 'row' || event.type === 'picture' ? [event] : [],
      )
      const firstPicture = order.findIndex(({ type }) => type === 'picture')
      const lastRow = order.findLastIndex(({ type }) => type === 'row')
      expect(firstPicture).toBeLessThan(lastRow)
      const progress = grouped.events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []))
      expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
      expect(notes(grouped.events).filter((message) => message.includes('takes about'))).toHaveLength(1)
    },
    60_000,
  )

  it('cancelled while the next variants are drawn keeps those that are finished', async () => {
    const before = noise(1, 60, 50)
    const out = made.folder.at('kept')
    const job = watchJob(
      {
        ...{
          kind: 'complete',
          model: made.pixelCnn,
          image: await save(before),
          out,
          fit: 'native',
          count: 9,
          threads: 1,
        },
        mask: rectangle(10, 8, 20, 22),
      },
      (event, gate) => {
        // The first are written by then.
        if (event.type === 'row' && event.variant >= 4) gate.cancel()
      },
    )
    expect((await refusal(job.end)).code).toBe('cancelled')
    const kept = job.events.flatMap((event) => (event.type === 'picture' ? [event.file] : []))
    expect(kept).toHaveLength(4)
    for (const file of kept) changes(before, await host.pixels.decode(file), inside(box(10, 8, 20, 22)))
    expect((await host.storage.list(out)).map((name) => host.storage.join(out, name)).sort()).toEqual(kept)
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

  it('keeps to what the model’s scale makes of the hole, as near as it is told to', async () => {
    const before = noise(3, 40, 40)
    const input = { image: await save(before), mask: rectangle(10, 10, 20, 20), seed: 4 } as const
    const coarse = await complete(input)
    const apart = async (guide: number): Promise<number> => {
      const { pictures } = await complete({ ...input, fit: 'native', guide })
      return pictures.reduce((sum, after, i) => {
        changes(before, after, inside(box(10, 10, 20, 20)))
        const { data } = coarse.pictures[i] ?? after
        return (
          sum +
          Array.from(after.data).reduce((total, value, at) => total + Math.abs(value - (data[at] ?? 0)), 0)
        )
      }, 0)
    }
    const [free, near, nearest] = [await apart(0), await apart(0.5), await apart(1)]
    expect(near).toBeLessThan(0.85 * free)
    expect(nearest).toBeLessThan(0.85 * near)
  })

  it('gives the same bytes for the same seed, whatever the threads', async () => {
    const input = {
      image: await save(noise(3, 40, 40)),
      mask: rectangle(4, 6, 20, 17),
      fit: 'native',
    } as const
    for (const model of [made.pixelCnn, made.rowLstm, made.multiScale]) {
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
