import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { pixelLimit } from '../../engine/hosts/node/openImage'
import { PixelloomError } from '../../shared/errors'
import type { ImageFile } from '../app'
import { createLimit } from '../files/limit'
import { contentTypeOfFormat } from '../images/imageTypes'

/** Longest side of a thumbnail in pixels: twice what a list shows, for dense screens. */
export const thumbnailSide = 320

/** Up to this many pixels a display version is lossless; beyond, PNG files grow out of hand. */
const losslessPixels = 8_000_000

/** Decoders in libuv's pool at a time, so that scrolling a library doesn't starve a training. */
const decoders = 2

/** Pictures of photos for the window, made when first asked for and kept in the cache folder. */
export interface Previews {
  /** At most 320 pixels on the longer side, upright. */
  thumbnail(photo: string): Promise<ImageFile>
  /** Full size, upright, in a format that every browser shows: the file itself where it is that already. */
  display(photo: string): Promise<ImageFile>
}

/** `cacheFolder` may be removed at any time. Errors: `not-found`, `not-an-image`. */
export function createPreviews(cacheFolder: string): Previews {
  const limit = createLimit(decoders)
  const made = new Map<string, Promise<ImageFile>>()

  /** Keyed by what tells one state of a file from another, so that an edited photo is drawn anew. */
  async function once(kind: string, photo: string, make: (key: string) => Promise<ImageFile>) {
    const found = await stat(photo).catch((cause: unknown) => {
      throw new PixelloomError('not-found', `${photo} was moved or deleted.`, photo, { cause })
    })
    const identity = [kind, photo, found.size, found.mtimeMs].join('\n')
    const key = createHash('sha256').update(identity).digest('hex').slice(0, 32)
    const known = made.get(key)
    if (known && (await known.then(stillThere, () => false))) return known
    const making = limit(() => make(key)).catch((cause: unknown) => {
      made.delete(key)
      throw cause instanceof PixelloomError ? cause : undecodable(photo, cause)
    })
    made.set(key, making)
    return making
  }

  async function store(name: string, picture: Sharp, contentType: string): Promise<ImageFile> {
    const path = join(cacheFolder, name)
    await mkdir(cacheFolder, { recursive: true })
    const temporary = `${path}.${process.pid}.part`
    await picture.toFile(temporary)
    await rename(temporary, path)
    return { path, contentType }
  }

  return {
    thumbnail: (photo) =>
      once('thumbnail', photo, async (key) => {
        const path = join(cacheFolder, `${key}.webp`)
        if (await exists(path)) return { path, contentType: 'image/webp' }
        const picture = await open(photo)
        const { autoOrient } = await picture.metadata()
        const small = Math.max(autoOrient.width, autoOrient.height) <= thumbnailSide
        const resized = picture.resize({
          width: thumbnailSide,
          height: thumbnailSide,
          fit: 'inside',
          withoutEnlargement: true,
        })
        // Tiny pictures, digits above all, are shown enlarged: every pixel counts.
        return store(`${key}.webp`, resized.webp(small ? { lossless: true } : { quality: 80 }), 'image/webp')
      }),

    display: (photo) =>
      once('display', photo, async (key) => {
        const picture = await open(photo)
        const metadata = await picture.metadata()
        const own = contentTypeOfFormat(formatOf(metadata))
        if (own && showsAsIs(metadata)) return { path: photo, contentType: own }
        const { width, height } = metadata.autoOrient
        const lossless = metadata.hasAlpha || width * height <= losslessPixels
        const [extension, contentType] = lossless ? ['png', 'image/png'] : ['jpg', 'image/jpeg']
        const path = join(cacheFolder, `${key}.${extension}`)
        if (await exists(path)) return { path, contentType }
        const encoded = lossless ? picture.png() : picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
        return store(`${key}.${extension}`, encoded, contentType)
      }),
  }
}

/** The first frame, upright. libvips takes brackets at the end of a name for options. */
async function open(photo: string): Promise<Sharp> {
  const input = photo.endsWith(']') ? await readFile(photo) : photo
  return sharp(input, { autoOrient: true, limitInputPixels: pixelLimit, pages: 1, failOn: 'truncated' })
}

function formatOf(metadata: Metadata): string {
  return metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format
}

/** Not turned, not moving (the engine sees the first frame), and in colours that browsers agree on. */
function showsAsIs(metadata: Metadata): boolean {
  const upright = (metadata.orientation ?? 1) === 1
  return upright && (metadata.pages ?? 1) === 1 && metadata.space !== 'cmyk'
}

async function stillThere(file: ImageFile): Promise<boolean> {
  return exists(file.path)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

function undecodable(photo: string, cause: unknown): PixelloomError {
  const message = `${photo} is truncated or damaged: it can't be decoded. Get a whole copy of it.`
  return new PixelloomError('not-an-image', message, photo, { cause })
}
