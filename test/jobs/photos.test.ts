import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Raster } from '../../src/engine/host'
import { RandomStream } from '../../src/engine/random/stream'
import type { Rectangle } from '../../src/shared/geometry'
import { refusal } from '../data/support'
import { bitmap, box, changes, complete, inside, made, noise, rectangle, rows, save } from './photoSupport'
import { host } from './support'

describe('what is outside of the mask is the upright input, bit for bit', () => {
  const rgb = noise(3, 40, 30)
  const from = ({ data, width, height, channels }: Raster) =>
    sharp(data, { raw: { width, height, channels } })
  const kinds: [string, string, () => Promise<unknown>][] = [
    ['8 bits', 'a.png', () => from(rgb).png().toFile(made.folder.at('a.png'))],
    [
      '16 bits',
      'b.png',
      async () => writeFile(made.folder.at('b.png'), await host.pixels.encodePng(noise(3, 40, 30, true))),
    ],
    [
      'alpha',
      'c.png',
      () =>
        from(noise(4, 40, 30))
          .png()
          .toFile(made.folder.at('c.png')),
    ],
    [
      '16 bits and alpha',
      'd.png',
      async () => writeFile(made.folder.at('d.png'), await host.pixels.encodePng(noise(4, 40, 30, true))),
    ],
    [
      'grey',
      'e.png',
      async () => writeFile(made.folder.at('e.png'), await host.pixels.encodePng(noise(1, 40, 30))),
    ],
    [
      'a palette',
      'f.png',
      () => from(rgb).png({ palette: true, colours: 16 }).toFile(made.folder.at('f.png')),
    ],
    ['CMYK', 'g.jpg', () => from(rgb).toColourspace('cmyk').jpeg().toFile(made.folder.at('g.jpg'))],
    [
      'a turned camera',
      'h.jpg',
      () =>
        from(noise(3, 30, 40))
          .jpeg()
          .withMetadata({ orientation: 6 })
          .toFile(made.folder.at('h.jpg')),
    ],
    ['a profile', 'i.png', () => from(rgb).withIccProfile('p3').png().toFile(made.folder.at('i.png'))],
  ]

  it.each(kinds)('of %s', async (_, name, make) => {
    await make()
    const image = made.folder.at(name)
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
      for (const model of [made.pixelCnn, made.rowLstm, made.multiScale]) {
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
    const missing = await refusal(complete({ image, mask, like: { file: made.folder.at('nowhere.png') } }))
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
