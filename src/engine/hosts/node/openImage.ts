import sharp from 'sharp'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { failure, type PixelloomError } from '../../../shared/errors'
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
  if (head.length === 0) throw failure('images.empty', { path }, path)
  const format = imageFormat(head)
  if (format === undefined) throw failure('images.unknownKind', { path }, path)
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
    const megapixels = { has: inMegapixels(width * height), limit: inMegapixels(limit) }
    throw failure('images.tooLarge', { path, width, height, ...megapixels }, path)
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
  return failure('images.damaged', { path, format }, path, { cause })
}

function inMegapixels(pixels: number): number {
  return Math.round(pixels / 1e6)
}
