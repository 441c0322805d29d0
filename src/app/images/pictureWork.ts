import { realpath, rename, stat } from 'node:fs/promises'
import type { Metadata, Sharp } from 'sharp'
import { createNodePixels } from '../../engine/hosts/node/pixels'
import { createNodeStorage } from '../../engine/hosts/node/storage'
import { openImage, pixelLimit, undecodable } from '../../engine/hosts/node/openImage'
import { PixelloomError } from '../../shared/errors'
import type { ImageFile } from '../app'
import type { KeptMask } from '../masks/maskFile'
import { holedPicture, maskOfPicture, maskPicture } from '../masks/maskPictures'
import { contentTypeOfFormat } from './imageTypes'
import { takenAt } from './takenAt'

/** Longest side of a thumbnail in pixels: twice what a list shows, for dense screens. */
export const thumbnailSide = 320

/** Up to this many pixels a display version is lossless; beyond, PNG files grow out of hand. */
const losslessPixels = 8_000_000

/** A photo file as it is now. */
export interface MeasuredFile {
  /** With every link resolved. */
  readonly file: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly modified: number
  /** When it was taken, ms since 1970; null where the file doesn't say. */
  readonly taken: number | null
}

/** What of a photo's mask becomes a picture: itself, or the photo with its hole transparent. */
export type MaskPicture = 'mask' | 'hole'

/** What decodes photos for the window, in whichever thread. Errors: `not-found`, `not-an-image`, `image-too-large`. */
export interface PictureWork {
  measure(path: string): Promise<MeasuredFile>
  /** Writes a WebP of at most 320 pixels on the longer side, upright. */
  thumbnail(photo: string, to: string): Promise<ImageFile>
  /** Full size, upright, for a browser: the file itself where it is that already, else `to` and an extension. */
  display(photo: string, to: string): Promise<ImageFile>
  /** Writes a PNG. Errors also: `mask-size`, `invalid-argument` where the mask doesn't fit. */
  maskPicture(photo: string, mask: KeptMask, as: MaskPicture, to: string): Promise<ImageFile>
  /** What is white in a picture, as a mask. */
  readMask(path: string): Promise<KeptMask>
}

/** All of it in this thread. */
export function createPictureWork(): PictureWork {
  const pixels = createNodePixels()
  const storage = createNodeStorage()

  async function open(photo: string): Promise<{ metadata: Metadata; picture: Sharp }> {
    const opened = await openImage(photo)
    const options = { autoOrient: true, limitInputPixels: pixelLimit, pages: 1, failOn: 'truncated' } as const
    return { metadata: opened.metadata, picture: await opened.pixels(options) }
  }

  return {
    async measure(path) {
      const { metadata } = await openImage(path)
      const { width, height } = metadata.autoOrient
      const [found, file] = [await stat(path), await realpath(path)]
      const taken = takenAt(metadata.exif) ?? null
      return { file, width, height, bytes: found.size, modified: found.mtimeMs, taken }
    },

    thumbnail: (photo, to) =>
      decoding(photo, async () => {
        const { metadata, picture } = await open(photo)
        const { width, height } = metadata.autoOrient
        const side = { width: thumbnailSide, height: thumbnailSide }
        const resized = picture.resize({ ...side, fit: 'inside', withoutEnlargement: true })
        // Tiny pictures, digits above all, are shown enlarged: every pixel counts.
        const lossless = Math.max(width, height) <= thumbnailSide
        await write(resized.webp(lossless ? { lossless } : { quality: 80 }), to)
        return { path: to, contentType: 'image/webp' }
      }),

    display: (photo, to) =>
      decoding(photo, async () => {
        const { metadata, picture } = await open(photo)
        const own = contentTypeOfFormat(formatOf(metadata))
        if (own && showsAsIs(metadata)) return { path: photo, contentType: own }
        const { width, height } = metadata.autoOrient
        const lossless = metadata.hasAlpha || width * height <= losslessPixels
        const path = `${to}.${lossless ? 'png' : 'jpg'}`
        await write(
          lossless ? picture.png() : picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
          path,
        )
        return { path, contentType: lossless ? 'image/png' : 'image/jpeg' }
      }),

    async maskPicture(photo, mask, as, to) {
      const picture = as === 'mask' ? maskPicture(mask) : holedPicture(await pixels.decode(photo), mask)
      await storage.write(to, await pixels.encodePng(picture))
      return { path: to, contentType: 'image/png' }
    },

    readMask: async (path) => maskOfPicture(await pixels.decode(path)),
  }
}

async function decoding<T>(photo: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw thrown instanceof PixelloomError ? thrown : await undecodable(photo, thrown)
  }
}

async function write(picture: Sharp, path: string): Promise<void> {
  const temporary = `${path}.${process.pid}.part`
  await picture.toFile(temporary)
  await rename(temporary, path)
}

function formatOf(metadata: Metadata): string {
  return metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format
}

/** Not turned, not moving (the engine sees the first frame), and in colours that browsers agree on. */
function showsAsIs(metadata: Metadata): boolean {
  const upright = (metadata.orientation ?? 1) === 1
  return upright && (metadata.pages ?? 1) === 1 && metadata.space !== 'cmyk'
}
