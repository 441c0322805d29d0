import { readdir, realpath, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { SkippedFile } from '../../shared/jobs'

/** Files of a folder that are taken for images; a file that was named itself is tried whatever its name. */
const extensions = new Set([
  '.png',
  '.jpg',
  '.jpeg',
  '.jpe',
  '.jfif',
  '.webp',
  '.gif',
  '.avif',
  '.tif',
  '.tiff',
])

/** More than this at once is a mistake (a whole disk), and no list that a person would look through. */
export const maximumFiles = 5000

export interface FoundImages {
  /** Absolute paths as they were come by, in order; whether they are images is not known yet. */
  readonly files: readonly string[]
  readonly skipped: readonly SkippedFile[]
}

/**
 * The image files among some files and folders, at any depth. Hidden names are passed over, a folder that
 * links lead to twice is read once, and a folder that can't be read is named in `skipped`.
 */
export async function findImages(paths: readonly string[]): Promise<FoundImages> {
  const files: string[] = []
  const skipped: SkippedFile[] = []
  const seen = new Set<string>()

  async function walk(folder: string): Promise<void> {
    const real = await realpath(folder)
    if (seen.has(real)) return
    seen.add(real)
    for (const name of (await readdir(folder)).sort()) {
      if (name.startsWith('.')) continue
      const path = join(folder, name)
      if (await isFolder(path)) await visit(path)
      else if (extensions.has(extname(name).toLowerCase())) add(path)
    }
  }

  async function visit(folder: string): Promise<void> {
    try {
      await walk(folder)
    } catch (error) {
      skipped.push({ path: folder, reason: `The folder can't be read: ${describe(error)}.` })
    }
  }

  function add(path: string): void {
    if (files.length < maximumFiles) files.push(path)
    else skipped.push({ path, reason: `Only the first ${maximumFiles} images are added at once.` })
  }

  for (const given of paths) {
    const path = resolve(given)
    if (await isFolder(path)) await visit(path)
    else add(path)
  }
  return { files, skipped }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
