import sharp from 'sharp'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { PixelloomError } from '../../../shared/errors'
import type { CentreSquare, Pixels, Raster } from '../../host'
import { imageFormat, signatureLength } from '../../pixels/signature'
import { resize } from '../../pixels/resize'
import { uprightExif } from '../../pixels/exif'
import { metadataChunks, withChunks } from './png'
import { createPngEncoder } from './pngEncoder'
import { createNodeStorage } from './storage'

/**
 * Most pixels of an image that is decoded: phones make 200 megapixels today, and a few hundred bytes can
 * claim 3,600, which would not fit into memory.
 */
export const pixelLimit = 200e6

const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}`)

/** Image files of this machine through sharp (libvips). */
export function createNodePixels(): Pixels {
  // Decoded images are used once; a cache would only hold memory, and on Windows files open.
  sharp.cache(false)
  // Only photo formats, whatever a file claims to be: an SVG, for one, could name other files.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: loaders })
  const storage = createNodeStorage()

  async function open(path: string): Promise<{ input: string | Uint8Array; metadata: Metadata }> {
    const head = await storage.readPart(path, 0, signatureLength)
    if (head.length === 0) throw notAnImage(path, 'is empty')
    const format = imageFormat(head)
    if (format === undefined) throw notAnImage(path, 'is not an image of a known kind')
    // libvips takes brackets at the end of a name for options.
    const input = path.endsWith(']') ? await storage.read(path) : path
    let metadata: Metadata
    try {
      metadata = await sharp(input, { limitInputPixels: false }).metadata()
    } catch (thrown) {
      throw damaged(path, format, thrown)
    }
    const { width, height } = metadata
    if (width * height > pixelLimit) {
      const [has, takes] = [megapixels(width * height), megapixels(pixelLimit)]
      const message = `${path} is too large: ${width} x ${height} are ${has} megapixels, and the limit is ${takes}. Scale it down first.`
      throw new PixelloomError('image-too-large', message, path)
    }
    return { input, metadata }
  }

  async function render(path: string, edit: (image: Sharp, metadata: Metadata) => Sharp): Promise<Raster> {
    const { input, metadata } = await open(path)
    try {
      return await toRaster(edit(sharp(input, decoding(metadata)), metadata), metadata)
    } catch (thrown) {
      throw damaged(path, metadata.format, thrown)
    }
  }

  return {
    decode: (path) => render(path, (image) => image),

    async measure(path) {
      const { width, height } = (await open(path)).metadata.autoOrient
      return { width, height }
    },

    async decodeSquare(path, least): Promise<CentreSquare> {
      let [width, height] = [0, 0]
      const image = await render(path, (source, { autoOrient }) => {
        ;({ width, height } = autoOrient)
        const side = Math.min(width, height)
        if (side > least) return source.resize(least, least, { fit: 'cover', position: 'centre' })
        const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
        return source.extract({ left, top, width: side, height: side })
      })
      return { image, width, height }
    },

    resize: (image, width, height) => Promise.resolve(resize(image, width, height)),

    async encodePng(image) {
      const { width, height, channels, data } = image
      const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
      const png = raw.toColourspace(space(channels < 3, data instanceof Uint16Array))
      return withChunks(await png.png({ compressionLevel: 6 }).toBuffer(), metadataChunks(image))
    },

    pngEncoder: createPngEncoder,

    async encodeWebp({ width, height, channels, data }, packet) {
      const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
      const webp = raw.webp({ lossless: true, effort: 4 })
      return new Uint8Array(await (packet === undefined ? webp : webp.withXmp(packet)).toBuffer())
    },
  }
}

/** Values are kept as the file has them, except that CMYK is converted, by its profile, to sRGB. */
function decoding(metadata: Metadata): SharpOptions {
  return {
    // The mildest setting that still refuses a truncated TIFF; harmless warnings pass.
    failOn: 'error',
    limitInputPixels: pixelLimit,
    autoOrient: true,
    ignoreIcc: metadata.space !== 'cmyk',
  }
}

function space(grey: boolean, wide: boolean): string {
  return wide ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb'
}

async function toRaster(image: Sharp, metadata: Metadata): Promise<Raster> {
  const wide = metadata.depth === 'ushort'
  const grey = metadata.space === 'b-w' || metadata.space === 'grey16'
  // sharp drops the alpha of 8-bit grey on the way to 'b-w', so that goes by RGB.
  const greyAlpha = grey && !wide && metadata.hasAlpha
  const { data, info } = await image
    .toColourspace(space(grey && !greyAlpha, wide))
    .raw({ depth: wide ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const values = wide ? new Uint16Array(bytes.slice().buffer) : bytes
  const { width, height, channels } = info
  if (channels < 1 || channels > 4) throw new Error(`${channels} channels`)
  const beside = {
    // What was CMYK is sRGB now.
    ...(metadata.icc && metadata.space !== 'cmyk' && { profile: new Uint8Array(metadata.icc) }),
    ...(metadata.exif && exifOf(metadata.exif)),
  }
  if (greyAlpha) return { width, height, channels: 2, data: pick(values, channels), ...beside }
  return { width, height, channels, data: values, ...beside }
}

function exifOf(bytes: Uint8Array): Pick<Raster, 'exif'> {
  const exif = uprightExif(bytes)
  return exif ? { exif } : {}
}

/** First and last of each pixel's channels: grey and alpha of what came as RGB + alpha. */
function pick(values: Uint8Array | Uint16Array, channels: number): Uint8Array {
  const result = new Uint8Array((values.length / channels) * 2)
  for (let from = 0, to = 0; from < values.length; from += channels, to += 2) {
    result[to] = values[from] ?? 0
    result[to + 1] = values[from + channels - 1] ?? 0
  }
  return result
}

function notAnImage(path: string, what: string): PixelloomError {
  const advice = 'Use a PNG, JPEG, WebP, GIF, AVIF or TIFF file.'
  return new PixelloomError('not-an-image', `${path} ${what}. ${advice}`, path)
}

function damaged(path: string, format: string, cause: unknown): PixelloomError {
  if (format === 'HEIC') return notAnImage(path, 'is a HEIC file, a kind that is not supported')
  const message = `${path} is truncated or damaged: it begins as ${format}, but can't be decoded. Get a whole copy of it.`
  return new PixelloomError('not-an-image', message, path, { cause })
}

function megapixels(pixels: number): string {
  return Math.round(pixels / 1e6).toLocaleString('en')
}
