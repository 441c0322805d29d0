import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, PixelloomError } from '../../shared/errors'
import type { ImageFile } from '../app'
import { keyOf } from '../files/hashes'
import type { PictureWork } from '../images/pictureWork'

/** Files whose previews are remembered, good and bad: some megabytes at most. */
const remembered = 20_000

/** Pictures of photos for the window, made when first asked for and kept in the cache folder. */
export interface Previews {
  /** At most 320 pixels on the longer side, upright. */
  thumbnail(photo: string): Promise<ImageFile>
  /** Full size, upright, in a format that every browser shows: the file itself where it is that already. */
  display(photo: string): Promise<ImageFile>
}

/**
 * `cacheFolder` may be removed at any time. A file that can't be decoded is tried once for each state of it.
 * Errors: `not-found`, `not-an-image`, `image-too-large`.
 */
export function createPreviews(cacheFolder: string, pictures: PictureWork): Previews {
  const made = new Map<string, Promise<ImageFile>>()

  /** Keyed by what tells one state of a file from another, so that an edited photo is drawn anew. */
  async function once(kind: string, photo: string, make: (key: string) => Promise<ImageFile>) {
    const found = await stat(photo).catch((cause: unknown) => {
      throw failure('images.gone', { path: photo }, photo, { cause })
    })
    const identity = [kind, photo, found.size, found.mtimeMs].join('\n')
    const key = keyOf(identity)
    const known = made.get(key)
    if (known && (await known.then(stillThere, isLasting))) return known
    const making = mkdir(cacheFolder, { recursive: true }).then(() => make(join(cacheFolder, key)))
    made.set(key, making)
    for (const oldest of made.keys()) {
      if (made.size <= remembered) break
      made.delete(oldest)
    }
    return making
  }

  return {
    thumbnail: (photo) =>
      once('thumbnail', photo, async (base) => {
        const path = `${base}.webp`
        if (await exists(path)) return { path, contentType: 'image/webp' }
        return pictures.thumbnail(photo, path)
      }),

    display: (photo) =>
      once('display', photo, async (base) => {
        for (const [extension, contentType] of [
          ['png', 'image/png'],
          ['jpg', 'image/jpeg'],
        ] as const) {
          const path = `${base}.${extension}`
          if (await exists(path)) return { path, contentType }
        }
        return pictures.display(photo, base)
      }),
  }
}

async function stillThere(file: ImageFile): Promise<boolean> {
  return exists(file.path)
}

/** What is wrong with the pixels stays wrong; anything else may have been a passing trouble. */
function isLasting(error: unknown): boolean {
  return error instanceof PixelloomError && ['not-an-image', 'image-too-large'].includes(error.code)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
