import sharp from 'sharp'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { PixelloomError } from '../../../shared/errors'
import { imageFormat, signatureLength } from '../../pixels/signature'
import { bareTiff } from './bareTiff'
import { decodeHeic, heicPixelLimit } from './heic'
import { createNodeStorage } from './storage'

/**
 * Most pixels of an image that is decoded: phones make 200 megapixels today, and a few hundred bytes can
 * claim 3,600, which would not fit into memory.
 */
export const pixelLimit = 200e6

const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}`)

const storage = createNodeStorage()

/** An image file whose head was read and found fit to be decoded. */
export interface OpenedImage {
  /** As the file has it; what is decoded from HEIC has 8 bits. */
  readonly metadata: Metadata
  /** Its pixels, for sharp to work on. What is wrong with them shows only then: see `damaged`. */
  readonly pixels: (options: SharpOptions) => Promise<Sharp>
}

/** Only photo formats, whatever a file claims to be: an SVG, for one, could name other files. */
export function restrictSharp(): void {
  // Decoded images are used once; a cache would only hold memory, and on Windows files open.
  sharp.cache(false)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: loaders })
}

/** `not-found`, `unreadable`, `not-an-image` (also empty), `image-too-large`. */
export async function openImage(path: string): Promise<OpenedImage> {
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
  const phone = metadata.compression === 'hevc'
  const limit = phone ? heicPixelLimit : pixelLimit
  if (width * height > limit) {
    const [has, takes] = [megapixels(width * height), megapixels(limit)]
    const message = `${path} is too large: ${width} x ${height} are ${has} megapixels, and the limit is ${takes}. Scale it down first.`
    throw new PixelloomError('image-too-large', message, path)
  }
  if (!phone) return { metadata, pixels: (options) => Promise.resolve(sharp(input, options)) }
  return {
    metadata: { ...metadata, depth: 'uchar', space: 'srgb' },
    async pixels(options) {
      const decoded = await decodeHeic(await storage.read(path))
      return sharp(bareTiff(decoded, metadata.hasAlpha, metadata.icc), options)
    },
  }
}

/** What to tell of a file whose pixels could not be decoded. */
export function damaged(path: string, format: string, cause: unknown): PixelloomError {
  const message = `${path} is truncated or damaged: it begins as ${format}, but can't be decoded. Get a whole copy of it.`
  return new PixelloomError('not-an-image', message, path, { cause })
}

function notAnImage(path: string, what: string): PixelloomError {
  const advice = 'Use a PNG, JPEG, WebP, GIF, AVIF, HEIC or TIFF file.'
  return new PixelloomError('not-an-image', `${path} ${what}. ${advice}`, path)
}

function megapixels(pixels: number): string {
  return Math.round(pixels / 1e6).toLocaleString('en')
}
