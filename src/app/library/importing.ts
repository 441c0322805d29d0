import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { mapConcurrently } from '../../engine/data/concurrent'
import { reasonOf } from '../../engine/data/reasons'
import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import type { SkippedFile } from '../../shared/jobs'
import type { MeasuredFile, PictureWork } from '../images/pictureWork'
import type { Previews } from './previews'
import type { PhotoRecord } from './record'
import { findImages } from './findImages'

/** Files measured at a time. */
const readers = 4

/**
 * Up to so many files are decoded when they are added, which shows those that are cut off. Of more only the
 * heads are read; what is wrong with the rest shows when they are looked at.
 */
const examined = 200

/** How far an adding of files has come. */
export interface ImportProgress {
  readonly done: number
  readonly total: number
  readonly added: number
  readonly skipped: number
}

export interface ImportedFiles {
  readonly ids: Set<string>
  readonly skipped: SkippedFile[]
  /** It was broken off: what is in stays in. */
  readonly cancelled: boolean
}

/** How files become photos; what the library does with each is its own affair. */
export interface ImportParts {
  readonly storage: Storage
  readonly pictures: PictureWork
  readonly previews: Previews
  /** The photo of a path that needs no second look. */
  known(path: string): PhotoRecord | undefined
  /** Puts it in, unless its file is in already or was before it was moved; the id of whichever photo it is now. */
  keep(record: PhotoRecord): string
}

/** A file as a photo that is not yet among the others, or why it can't be one. */
export async function readPhoto(
  { pictures, previews }: Pick<ImportParts, 'pictures' | 'previews'>,
  path: string,
  examine: boolean,
): Promise<PhotoRecord | SkippedFile> {
  try {
    const { file, ...measured }: MeasuredFile = await pictures.measure(path)
    // Its head may be fine and the rest cut off: drawing it shows, and the drawing is needed anyway.
    if (examine) await previews.thumbnail(file)
    const name = basename(path)
    return { id: randomUUID(), name, source: 'file', file, ...measured, addedAt: Date.now() }
  } catch (error) {
    // Node's own errors too: a file may vanish between two looks.
    return { path, ...(error instanceof PixelloomError ? reasonOf(error, path) : { reason: String(error) }) }
  }
}

/** Adds files, and folders at any depth; tells `progress` after each. Never rejects for a file's sake. */
export async function importPaths(
  parts: ImportParts,
  paths: readonly string[],
  progress: (now: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportedFiles> {
  const ids = new Set<string>()
  const skipped: SkippedFile[] = []
  const ended = (cancelled: boolean): ImportedFiles => ({ ids, skipped, cancelled })
  try {
    const found = await findImages(parts.storage, paths, signal)
    skipped.push(...found.skipped)
    const total = found.files.length
    const examine = total <= examined
    const outcomes: (PhotoRecord | SkippedFile | string)[] = []
    let [done, kept] = [0, 0]
    const take = (): void => {
      // In the order of the files, whichever was read first.
      for (let outcome = outcomes[kept]; outcome !== undefined; outcome = outcomes[++kept]) {
        if (typeof outcome === 'string') ids.add(outcome)
        else if ('id' in outcome) ids.add(parts.keep(outcome))
        else skipped.push(outcome)
      }
    }
    await mapConcurrently(
      found.files,
      readers,
      async (path, index) => {
        const known = parts.known(path)
        outcomes[index] = known ? known.id : await readPhoto(parts, path, examine)
        done++
        take()
        progress({ done, total, added: ids.size, skipped: skipped.length })
      },
      signal,
    )
    return ended(false)
  } catch (error) {
    if (signal.aborted) return ended(true)
    throw error
  }
}
