import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Raster } from '../host'
import { createNodeHost } from '../hosts/node/host'
import { byteToLevel } from '../pixels/levels'
import type { MaskSource } from '../protocol/specifications'
import { RandomStream } from '../random/stream'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { type Finish, enlarge, patchOf, rowToRgb } from './composite'
import { frameHoles } from './frames'
import { cropFilled, paste } from './patch'
import { type CompletionRequest, type MaskedPhoto, openPhoto } from './photo'
import { type Picture, pictureOf, unknownPixels } from './picture'

const host = createNodeHost()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixelloom-completion-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function save(image: Raster): Promise<string> {
  const path = join(folder, `${files++}.png`)
  await writeFile(path, await host.pixels.encodePng(image))
  return path
}

function photo(channels: Raster['channels'], wide: boolean, width: number, height: number): Raster {
  const length = width * height * channels
  const data = wide
    ? Uint16Array.from({ length }, (_, i) => (i * 7919 + 300) % 65536)
    : Uint8Array.from({ length }, (_, i) => (i * 41 + (i >> 4)) % 256)
  return { width, height, channels, data }
}

const rectangle = (x: number, y: number, width: number, height: number): MaskSource => ({
  from: 'rectangle',
  rectangle: { x, y, width, height },
})

/** A photo with one hole, and the picture of it that a model completes. */
interface Prepared extends MaskedPhoto, Picture {
  readonly unknown: Uint8Array
}

async function prepareCompletion(
  request: CompletionRequest,
  model: Pick<ModelConfiguration, 'size' | 'channels' | 'levels'>,
): Promise<Prepared> {
  const masked = await openPhoto(host, request)
  const [framed] = frameHoles(masked, model.size).holes
  if (!framed) throw new Error('no hole')
  const cut = cropFilled(masked.photo, framed.framing.frame, [])
  const unknown = unknownPixels(masked.missing, masked.photo.width, framed.framing)
  return { ...masked, ...(await pictureOf(host, cut, framed.framing, model)), unknown }
}

/** The photo with a completed picture put back. */
async function compositeCompletion(
  prepared: Prepared,
  values: ArrayLike<number>,
  finish: Finish = { feather: 0, match: false },
): Promise<Raster> {
  const { photo, mask, framing, unknown, channels } = prepared
  const bytes = await enlarge(host, prepared, unknown, values, framing.frame)
  const own = Uint8Array.from(cropFilled({ ...photo, channels: 1, data: mask }, framing.frame, []).data)
  const patch = patchOf(prepared, framing.frame, own, { bytes, channels }, finish)
  const result = { ...photo, data: photo.data.slice() }
  paste(result, patch)
  return result
}

describe('what the model sees', () => {
  it("is the photo's own pixels at the model's scale", async () => {
    const image = photo(1, false, 28, 28)
    const prepared = await prepareCompletion(
      { image: await save(image), mask: rectangle(4, 5, 6, 7) },
      { size: 28, channels: 1, levels: 256 },
    )
    expect(prepared.framing).toEqual({ frame: { x: 0, y: 0, width: 28, height: 28 }, width: 28, height: 28 })
    expect(prepared.pixels).toEqual(image.data)
    expect(prepared.unknown).toEqual(prepared.mask)
    expect(prepared.unknown.reduce((sum, value) => sum + value)).toBe(42)
  })

  it('is a window of a larger photo', async () => {
    const image = photo(3, false, 100, 60)
    const request = { image: await save(image), mask: rectangle(50, 20, 8, 8) }
    const prepared = await prepareCompletion(request, { size: 32, channels: 3, levels: 4 })
    const { frame, width, height } = prepared.framing
    expect([frame.width, frame.height, width, height]).toEqual([32, 32, 32, 32])
    const at = ((frame.y + 3) * 100 + frame.x + 5) * 3
    expect(prepared.pixels[(3 * 32 + 5) * 3]).toBe(byteToLevel(image.data[at] ?? 0, 4))
  })

  it('is scaled where the hole is large; a pixel is unknown if the mask touches any of its area', async () => {
    const image = photo(1, false, 100, 90)
    const request = { image: await save(image), mask: rectangle(33, 30, 40, 31) }
    const { framing, unknown } = await prepareCompletion(request, { size: 28, channels: 1, levels: 2 })
    expect(framing).toEqual({ frame: { x: 0, y: 0, width: 100, height: 90 }, width: 28, height: 25 })
    for (let y = 0; y < 25; y++) {
      for (let x = 0; x < 28; x++) {
        const [left, right] = [(x * 100) / 28, ((x + 1) * 100) / 28]
        const [top, bottom] = [(y * 90) / 25, ((y + 1) * 90) / 25]
        const touched = right > 33 && left < 73 && bottom > 30 && top < 61
        expect(unknown[y * 28 + x]).toBe(touched ? 1 : 0)
      }
    }
  })

  it('has nothing in its known pixels of what is under the mask', async () => {
    const before = photo(3, false, 97, 61)
    const after = { ...before, data: before.data.slice() }
    for (let y = 20; y < 45; y++) after.data.fill(255, (y * 97 + 30) * 3, (y * 97 + 61) * 3)
    const model = { size: 16, channels: 3, levels: 256 } as const
    const mask = rectangle(30, 20, 31, 25)
    const first = await prepareCompletion({ image: await save(before), mask }, model)
    const second = await prepareCompletion({ image: await save(after), mask }, model)
    const known = (bytes: Uint8Array): number[] =>
      [...bytes].filter((_, i) => first.unknown[Math.floor(i / 3)] === 0)
    expect(known(first.bytes).length).toBeGreaterThan(100)
    expect(known(second.bytes)).toEqual(known(first.bytes))
    expect(second.bytes).not.toEqual(first.bytes)
  })

  it('is luma for one channel, laid over white', async () => {
    const data = Uint8Array.of(255, 0, 0, 255, 0, 0, 0, 0, 10, 20, 30, 255, 9, 9, 9, 255)
    const image = await save({ width: 2, height: 2, channels: 4, data })
    const mask = rectangle(1, 1, 1, 1)
    const { bytes } = await prepareCompletion({ image, mask }, { size: 2, channels: 1, levels: 256 })
    expect([...bytes]).toEqual([76, 255, 18, 9])
  })
})

describe('the completed photo', () => {
  const kinds = ([1, 2, 3, 4] as const).flatMap((channels) =>
    [false, true].flatMap((wide) => ([1, 3] as const).map((model) => ({ channels, wide, model }))),
  )

  it.each(kinds)('keeps all but the hole: %o', async ({ channels, wide, model }) => {
    for (const size of [8, 64]) {
      const image = photo(channels, wide, 61, 47)
      const request = { image: await save(image), mask: rectangle(10, 12, 21, 17) }
      const prepared = await prepareCompletion(request, { size, channels: model, levels: 4 })
      const drawn = prepared.pixels.map(() => 3)
      const result = await compositeCompletion(prepared, drawn)
      const path = await save(result)
      const decoded = await host.pixels.decode(path)
      expect([decoded.width, decoded.height, decoded.channels]).toEqual([61, 47, channels])
      let changed = 0
      for (let i = 0; i < image.data.length; i++) {
        const pixel = Math.floor(i / channels)
        const [x, y] = [pixel % 61, Math.floor(pixel / 61)]
        const inHole = x >= 10 && x < 31 && y >= 12 && y < 29
        if (!inHole && decoded.data[i] !== image.data[i]) throw new Error(`Changed at ${x}, ${y}`)
        if (inHole && decoded.data[i] !== image.data[i]) changed++
      }
      expect(changed).toBeGreaterThan(0)
      const centre = (20 * 61 + 20) * channels
      const white = wide ? 65535 : 255
      expect([...decoded.data.subarray(centre, centre + channels)]).toEqual(new Array(channels).fill(white))
    }
  })

  it("has the model's very pixels at the model's scale", async () => {
    const image = photo(3, false, 32, 32)
    const request = { image: await save(image), mask: rectangle(8, 8, 16, 16) }
    const prepared = await prepareCompletion(request, { size: 32, channels: 3, levels: 256 })
    const drawn = prepared.pixels.map((_, i) => (i * 17) % 256)
    const { data } = await compositeCompletion(prepared, drawn)
    const inside = (i: number): boolean => prepared.mask[Math.floor(i / 3)] === 1
    expect([...data]).toEqual(Array.from(image.data, (value, i) => (inside(i) ? drawn[i] : value)))
  })

  it('is luma in a grey photo and equal channels in a coloured one', async () => {
    const mask = rectangle(0, 0, 2, 2)
    const grey = await prepareCompletion(
      { image: await save(photo(1, false, 2, 2)), mask },
      { size: 2, channels: 3, levels: 2 },
    )
    const red = await compositeCompletion(grey, [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0])
    expect([...red.data]).toEqual([76, 76, 76, 76])
    const colour = await prepareCompletion(
      { image: await save(photo(3, true, 2, 2)), mask },
      { size: 2, channels: 1, levels: 3 },
    )
    const middle = await compositeCompletion(colour, [1, 1, 1, 1])
    expect([...middle.data]).toEqual(new Array(12).fill(128 * 257))
  })

  it('makes filled pixels opaque', async () => {
    const data = new Uint8Array(16)
    const image = await save({ width: 2, height: 2, channels: 4, data })
    const request = { image, mask: rectangle(0, 0, 1, 1) }
    const prepared = await prepareCompletion(request, { size: 2, channels: 1, levels: 2 })
    const result = await compositeCompletion(prepared, [1, 0, 0, 0])
    expect([...result.data]).toEqual([255, 255, 255, 255, ...new Array<number>(12).fill(0)])
  })

  it('keeps the edges of a drawing of two levels crisp', async () => {
    const image = { width: 80, height: 80, channels: 1, data: new Uint8Array(6400) } as const
    const request = { image: await save(image), mask: rectangle(0, 0, 80, 80) }
    const prepared = await prepareCompletion(request, { size: 8, channels: 1, levels: 2 })
    const halves = prepared.pixels.map((_, i) => (i % 8 < 4 ? 0 : 1))
    const { data } = await compositeCompletion(prepared, halves)
    const row = [...data.subarray(40 * 80, 41 * 80)]
    expect(row.slice(0, 38).every((value) => value === 0)).toBe(true)
    expect(row.slice(42).every((value) => value === 255)).toBe(true)
  })
})

describe('how a fill meets its photo', () => {
  const random = new RandomStream(9, 'draw')
  const finishes: Finish[] = [
    { feather: 1, match: false },
    { feather: 4, match: true },
    { feather: 0, match: true },
    { feather: 12, match: false },
  ]
  const kinds = ([1, 2, 3, 4] as const).flatMap((channels) => [
    { channels, wide: false },
    { channels, wide: true },
  ])

  it.each(kinds)('changes nothing outside of any mask: %o', async ({ channels, wide }) => {
    for (const [round, finish] of finishes.entries()) {
      const image = photo(channels, wide, 31, 23)
      const density = 0.1 + 0.25 * round
      const data = Uint8Array.from({ length: 31 * 23 }, (_, i) =>
        random.uniform(i, round, channels) < density ? 1 : 0,
      )
      const request = {
        image: await save(image),
        mask: { from: 'bitmap', width: 31, height: 23, data } as const,
      }
      const prepared = await prepareCompletion(request, { size: 16, channels: 3, levels: 256 })
      const drawn = prepared.pixels.map((_, i) => (i * 29) % 256)
      const result = await compositeCompletion(prepared, drawn, finish)
      let changed = 0
      result.data.forEach((value, i) => {
        const isOutside = data[Math.floor(i / channels)] === 0
        if (value !== image.data[i]) {
          if (isOutside) throw new Error(`Changed at ${i}`)
          changed++
        }
      })
      expect(changed).toBeGreaterThan(0)
    }
  })

  /** A grey photo of 100 with a hole of 20 x 20 that is filled with 200. */
  async function filled(finish: Finish, x = 20): Promise<number[]> {
    const data = new Uint8Array(60 * 60).fill(100)
    const image = await save({ width: 60, height: 60, channels: 1, data })
    const prepared = await prepareCompletion(
      { image, mask: rectangle(x, 20, 20, 20) },
      { size: 60, channels: 1, levels: 256 },
    )
    const result = await compositeCompletion(
      prepared,
      prepared.pixels.map(() => 200),
      finish,
    )
    return [...result.data.subarray(30 * 60, 31 * 60)]
  }

  it('goes over from what was there to what is new, within the pixels that were said', async () => {
    const row = await filled({ feather: 5, match: false })
    expect(row.slice(0, 20)).toEqual(new Array(20).fill(100))
    const ramp = row.slice(20, 26)
    expect(ramp).toEqual([...ramp].sort((a, b) => a - b))
    expect(new Set(ramp).size).toBe(6)
    expect(ramp[0]).toBeLessThan(110)
    expect(ramp[4]).toBeGreaterThan(190)
    expect(row.slice(25, 35)).toEqual(new Array(10).fill(200))
    expect(row.slice(34, 40)).toEqual(ramp.reverse())
  })

  it("takes the photo's border for no edge", async () => {
    expect((await filled({ feather: 5, match: false }, 0)).slice(0, 15)).toEqual(new Array(15).fill(200))
  })

  it('moves colours to those around, and leaves texture', async () => {
    const row = await filled({ feather: 0, match: true })
    for (const value of row) expect(Math.abs(value - 100)).toBeLessThanOrEqual(1)
    const data = Uint8Array.from({ length: 60 * 60 }, (_, i) => 2 * (i % 60))
    const image = await save({ width: 60, height: 60, channels: 1, data })
    const prepared = await prepareCompletion(
      { image, mask: rectangle(20, 20, 20, 20) },
      { size: 60, channels: 1, levels: 256 },
    )
    // Stripes far too bright: in the end it lies around the photo's own slope.
    const stripes = prepared.pixels.map((_, i) => 200 + (i % 2) * 20)
    const result = await compositeCompletion(prepared, stripes, { feather: 0, match: true })
    for (let x = 22; x < 38; x += 2) {
      const [even = 0, odd = 0] = result.data.subarray(30 * 60 + x, 30 * 60 + x + 2)
      expect(Math.abs(odd - even - 20)).toBeLessThanOrEqual(4)
      expect(Math.abs((even + odd) / 2 - (2 * x + 1))).toBeLessThan(8)
    }
  })

  it('looks through what was transparent', async () => {
    const data = Uint8Array.from({ length: 400 * 2 }, (_, i) => (i % 2 === 0 ? 30 : 0))
    const image = await save({ width: 20, height: 20, channels: 2, data })
    const prepared = await prepareCompletion(
      { image, mask: rectangle(5, 5, 10, 10) },
      { size: 20, channels: 1, levels: 256 },
    )
    const drawn = prepared.pixels.map(() => 200)
    const { data: result } = await compositeCompletion(prepared, drawn, { feather: 3, match: true })
    for (let y = 5; y < 15; y++) {
      expect([...result.subarray((y * 20 + 5) * 2, (y * 20 + 6) * 2)]).toEqual([200, 255])
    }
  })
})

describe('a row for a preview', () => {
  it('is RGB bytes', () => {
    expect(rowToRgb([0, 1], 1, 2)).toEqual(Uint8Array.of(0, 0, 0, 255, 255, 255))
    expect(rowToRgb([0, 1, 2, 3, 3, 3], 3, 4)).toEqual(Uint8Array.of(0, 85, 170, 255, 255, 255))
  })
})
