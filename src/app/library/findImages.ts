import { resolve } from 'node:path'
import { leftOut, reasonOf } from '../../engine/data/reasons'
import { scanFolder } from '../../engine/data/scanFolder'
import type { Storage } from '../../engine/host'
import type { SkippedFile } from '../../shared/jobs'

/** More than this at once is a mistake (a whole disk), and no list that a person would look through. */
export const maximumFiles = 200_000

export interface FoundImages {
  /** Absolute paths; whether they are images is not known yet. */
  readonly files: readonly string[]
  readonly skipped: readonly SkippedFile[]
}

/**
 * The image files among some files and folders, at any depth, found as training finds them. A file that was
 * named itself is taken whatever its name; a folder that can't be read is named in `skipped`. `cancelled`.
 */
export async function findImages(
  storage: Storage,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<FoundImages> {
  const files: string[] = []
  const skipped: SkippedFile[] = []
  for (const path of paths.map((given) => resolve(given))) {
    try {
      if ((await storage.kind(path)) === 'folder') {
        const found = await scanFolder(storage, path, signal)
        for (const file of found.files) files.push(file.path)
        skipped.push(...found.skipped)
      } else files.push(path)
    } catch (error) {
      if (signal?.aborted) throw error
      skipped.push({ path, ...reasonOf(error, path) })
    }
  }
  for (const path of files.splice(maximumFiles)) {
    skipped.push(leftOut(path, 'images.tooMany', { count: maximumFiles }))
  }
  return { files, skipped }
}
