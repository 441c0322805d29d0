import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PixelloomError } from '../../../shared/errors'
import type { Raster } from '../../host'
import { createNodePixels } from './pixels'

const pixels = createNodePixels()
let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixelloom-pixels-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A raster of arbitrary but fixed values. */
function pattern(channels: Raster['channels'], wide: boolean, width = 5, height = 3): Raster {
  const length = width * height * channels
  const data = wide
    ? Uint16Array.from({ length }, (_, i) => (i * 7919 + 300) % 65536)
    : Uint8Array.from({ length }, (_, i) => (i * 41 + 7) % 256)
  return { width, height, channels, data }
}

async function refusal(work: Promise<unknown>): Promise<PixelloomError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof PixelloomError)) throw new Error(`Not refused as expected: ${String(thrown)}`)
  return thrown
}

const kinds = ([1, 2, 3, 4] as const).flatMap((channels) => [[channels, 8] as const, [channels, 16] as const])

describe('PNG there and back', () => {
  it.each(kinds)('keeps %i channels of %i bits', async (channels, bits) => {
    const image = pattern(channels, bits === 16)
    const encoded = await pixels.encodePng(image)
    await writeFile(at('there.png'), encoded)
    expect(await pixels.decode(at('there.png'))).toEqual(image)
    expect(await pixels.encodePng(image)).toEqual(encoded)
    const { depth, channels: written } = await sharp(encoded).metadata()
    expect([depth, written]).toEqual([bits === 16 ? 'ushort' : 'uchar', channels])
  })

  it('keeps the profile of a photo beside its own values', async () => {
    await sharp(pattern(3, false).data, { raw: { width: 5, height: 3, channels: 3 } })
      .withIccProfile('p3')
      .png()
      .toFile(at('p3.png'))
    const photo = await pixels.decode(at('p3.png'))
    expect(photo.profile?.length).toBeGreaterThan(100)
    await writeFile(at('again.png'), await pixels.encodePng(photo))
    expect(await pixels.decode(at('again.png'))).toEqual(photo)
    const grey = { ...pattern(1, false), profile: photo.profile }
    expect((await sharp(await pixels.encodePng(grey)).metadata()).hasProfile).toBe(false)
  })
})

describe('many PNG of nearly the same image', () => {
  const image = (channels: Raster['channels'], wide: boolean): Raster => pattern(channels, wide, 700, 900)
  const changed = ({ data, ...rest }: Raster): Raster => {
    const next = data.slice()
    next.fill(99, 400 * 700 * rest.channels, 420 * 700 * rest.channels)
    return { ...rest, data: next }
  }

  // Comparing millions of numbers by toEqual takes minutes.
  const sameBytes = (a?: Raster['data'], b?: Raster['data']): boolean =>
    a !== undefined &&
    b !== undefined &&
    Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
      Buffer.from(b.buffer, b.byteOffset, b.byteLength),
    )

  it.each(kinds)('are each whole, of %i channels and %i bits', async (channels, bits) => {
    const first = image(channels, bits === 16)
    const second = changed(first)
    const encode = pixels.pngEncoder([{ from: 400, to: 420 }])
    const encoded = [await encode(first), await encode(second), await encode(first)]
    for (const [i, raster] of [first, second, first].entries()) {
      await writeFile(at('series.png'), encoded[i] ?? '')
      const { data, ...shape } = await pixels.decode(at('series.png'))
      expect(shape).toEqual({ width: 700, height: 900, channels })
      expect(sameBytes(data, raster.data)).toBe(true)
    }
    expect(sameBytes(encoded[2], encoded[0])).toBe(true)
    expect(sameBytes(await pixels.pngEncoder([])(second), encoded[1])).toBe(true)
    const { depth, channels: written } = await sharp(encoded[1]).metadata()
    expect([depth, written]).toEqual([bits === 16 ? 'ushort' : 'uchar', channels])
  })

  it('may be as small as a pixel, and carry profile and Exif', async () => {
    const one: Raster = { width: 1, height: 1, channels: 4, data: Uint8Array.of(1, 2, 3, 4) }
    await writeFile(at('one.png'), await pixels.pngEncoder([{ from: 0, to: 1 }])(one))
    expect(await pixels.decode(at('one.png'))).toEqual(one)

    await sharp(pattern(3, false, 32, 16).data, { raw: { width: 32, height: 16, channels: 3 } })
      .withIccProfile('p3')
      .withExifMerge({ IFD0: { Make: 'Loom' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(at('camera.jpg'))
    const photo = await pixels.decode(at('camera.jpg'))
    expect([photo.width, photo.height]).toEqual([16, 32])
    for (const encode of [(image: Raster) => pixels.encodePng(image), pixels.pngEncoder([])]) {
      await writeFile(at('camera.png'), await encode(photo))
      expect(await pixels.decode(at('camera.png'))).toEqual(photo)
      const { exif, orientation, icc } = await sharp(at('camera.png')).metadata()
      expect(exif?.includes('Loom')).toBe(true)
      expect(orientation).toBe(1)
      expect(icc?.equals(photo.profile ?? new Uint8Array())).toBe(true)
    }
  })
})

describe('formats', () => {
  const photo = pattern(3, false, 32, 20)
  const source = () => sharp(photo.data, { raw: { width: 32, height: 20, channels: 3 } })

  it.each([
    ['webp', () => source().webp({ lossless: true })],
    ['avif', () => source().avif({ lossless: true, chromaSubsampling: '4:4:4' })],
    ['tiff', () => source().tiff({ compression: 'lzw' })],
    ['png', () => source().png({ interlace: true } as never)],
  ])('decodes %s exactly', async (format, encode) => {
    await encode().toFile(at(`exact.${format}`))
    const decoded = await pixels.decode(at(`exact.${format}`))
    expect(decoded.data).toEqual(photo.data)
    expect(await pixels.measure(at(`exact.${format}`))).toEqual({ width: 32, height: 20 })
  })

  it('decodes CMYK as RGB, 16-bit TIFF as it is, 1-bit and palette PNG as bytes', async () => {
    await source().toColourspace('cmyk').jpeg().toFile(at('cmyk.jpg'))
    expect((await pixels.decode(at('cmyk.jpg'))).channels).toBe(3)

    const wide = pattern(3, true)
    const raw = { width: 5, height: 3, channels: 3 } as const
    await sharp(wide.data, { raw }).toColourspace('rgb16').tiff({ compression: 'lzw' }).toFile(at('wide.tif'))
    expect((await pixels.decode(at('wide.tif'))).data).toEqual(wide.data)

    const bits = Uint8Array.of(0, 255, 255, 0)
    await sharp(bits, { raw: { width: 2, height: 2, channels: 1 } })
      .toColourspace('b-w')
      .png({ palette: true, colours: 2 })
      .toFile(at('palette.png'))
    const palette = await pixels.decode(at('palette.png'))
    const values = Array.from(bits, (_, i) => palette.data[i * palette.channels])
    expect(values).toEqual([...bits])
  })

  it('takes the first picture of an animation', async () => {
    const frames = Buffer.alloc(4 * 8 * 3)
    frames.fill(200, 4 * 4 * 3)
    await sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } })
      .gif({ delay: [10, 10] })
      .toFile(at('two.gif'))
    expect((await sharp(at('two.gif')).metadata()).pages).toBe(2)
    const first = await pixels.decode(at('two.gif'))
    expect([first.width, first.height, first.data[0]]).toEqual([4, 4, 0])
    expect(await pixels.measure(at('two.gif'))).toEqual({ width: 4, height: 4 })
  })

  it('bakes the orientation in', async () => {
    // Black but for a bright left half; orientation 6 is shown turned clockwise: bright above.
    const data = Uint8Array.from({ length: 32 * 16 * 3 }, (_, i) => (i % (32 * 3) < 16 * 3 ? 250 : 0))
    await sharp(data, { raw: { width: 32, height: 16, channels: 3 } })
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 6 })
      .toFile(at('turned.jpg'))
    expect(await pixels.measure(at('turned.jpg'))).toEqual({ width: 16, height: 32 })
    const upright = await pixels.decode(at('turned.jpg'))
    expect([upright.width, upright.height]).toEqual([16, 32])
    expect(upright.data[0]).toBeGreaterThan(240)
    expect(upright.data.at(-1)).toBeLessThan(10)
    const square = await pixels.decodeSquare(at('turned.jpg'), 8)
    expect([square.width, square.height, square.image.width, square.image.height]).toEqual([16, 32, 8, 8])
    expect(square.image.data[0]).toBeGreaterThan(240)
    expect(square.image.data.at(-1)).toBeLessThan(10)
  })

  it('takes the centre square, untouched where it is small', async () => {
    const wide = pattern(1, false, 7, 3)
    await writeFile(at('wide.png'), await pixels.encodePng(wide))
    const { image } = await pixels.decodeSquare(at('wide.png'), 3)
    const expected = [0, 1, 2].flatMap((y) => [2, 3, 4].map((x) => wide.data[y * 7 + x]))
    expect([...image.data]).toEqual(expected)
  })
})

describe('what is refused', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const)('a truncated %s', async (format) => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31 + (i >> 3)) % 256)
    const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .toFormat(format)
      .toBuffer()
    for (const share of [0.2, 0.6, 0.95]) {
      await writeFile(at('cut'), whole.subarray(0, Math.floor(whole.length * share)))
      const error = await refusal(pixels.decode(at('cut')))
      expect([error.code, error.subject]).toEqual(['not-an-image', at('cut')])
      expect(error.message).toContain('truncated')
      expect(error.because?.values['format']).toBe(format === 'webp' ? 'WebP' : format.toUpperCase())
    }
  })

  it('an empty file, a text, an SVG and a folder', async () => {
    await writeFile(at('empty.png'), '')
    expect((await refusal(pixels.decode(at('empty.png')))).message).toContain('is empty')
    await writeFile(at('text.png'), 'no image at all')
    expect((await refusal(pixels.decode(at('text.png')))).code).toBe('not-an-image')
    await writeFile(at('drawing.png'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    expect((await refusal(pixels.decode(at('drawing.png')))).code).toBe('not-an-image')
    expect((await refusal(pixels.decode(folder))).code).toBe('unreadable')
    expect((await refusal(pixels.measure(at('none.png')))).code).toBe('not-found')
  })
})
