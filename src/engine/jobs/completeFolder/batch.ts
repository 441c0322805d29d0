import { failure } from '../../../shared/errors'
import type { SkippedFile } from '../../../shared/jobs'
import { noImages } from '../../data/folderSet'
import { type ImageFile, scanFolder } from '../../data/scanFolder'
import type { Storage } from '../../host'
import type { FolderMasks, MaskSource } from '../../protocol/specifications'
import { withoutEnding } from './outputNames'

/** An image of a folder, and what is to be filled in it. */
export interface BatchImage {
  readonly path: string
  /** Path from the folder, with slashes on every system. */
  readonly key: string
  /** Absent where no mask has its name. */
  readonly mask?: MaskSource
}

/** What a folder holds for a run of completions. */
export interface Batch {
  /** By key. */
  readonly images: readonly BatchImage[]
  /** Files and folders that can't be used, and why. */
  readonly skipped: readonly SkippedFile[]
}

/**
 * The images in a folder, at any depth, each with its mask. Masks, and what lies in the folder that receives the
 * completions, are no images. `not-found` and `unreadable` for the folders, `no-images`, `invalid-argument` where
 * the completions would lie among the images.
 */
export async function findBatch(
  storage: Storage,
  { folder, masks, out }: { folder: string; masks: FolderMasks; out: string },
  signal?: AbortSignal,
): Promise<Batch> {
  if ((await storage.kind(folder)) === 'file') {
    throw failure('jobs.isFile', { path: folder }, folder)
  }
  const root = await storage.identity(folder)
  const results = (await storage.kind(out)) === 'missing' ? undefined : await storage.identity(out)
  if (results === root) throw failure('jobs.amongImages', { path: folder }, out)
  const without = new Set(results === undefined ? [] : [results])
  if (masks.from !== 'folder') {
    const { files, skipped } = await scanFolder(storage, folder, signal, without)
    const images = files
      .filter(({ path }) => masks.from !== 'file' || path !== masks.path)
      .map(({ path, key }) => ({ path, key, mask: masks }))
    if (images.length === 0) throw noImages(folder, skipped)
    return { images, skipped }
  }

  const maskFolder = await storage.identity(masks.path)
  const found = await scanFolder(storage, masks.path, signal, without)
  const beside = maskFolder === root
  const { files, skipped } = beside
    ? found
    : await scanFolder(storage, folder, signal, new Set([...without, maskFolder]))
  const images = withMasks(files, found.files, beside)
  if (images.length === 0) throw noImages(folder, skipped)
  return { images, skipped: beside ? skipped : [...skipped, ...found.skipped] }
}

/** Images with the masks that have their names; `beside`: masks lie among the images, and are taken out of them. */
function withMasks(files: readonly ImageFile[], masks: readonly ImageFile[], beside: boolean): BatchImage[] {
  const byName = new Map<string, string>()
  for (const { key, path } of masks) {
    byName.set(key, path)
    const name = withoutEnding(key)
    if (!byName.has(name)) byName.set(name, path)
  }
  const used = new Set<string>()
  const images = files.map(({ path, key }): BatchImage => {
    const mask = maskCandidates(key, beside)
      .map((name) => byName.get(name))
      .find((candidate) => candidate !== undefined && candidate !== path)
    if (mask === undefined) return { path, key }
    used.add(mask)
    return { path, key, mask: { from: 'file', path: mask } }
  })
  return beside ? images.filter(({ path }) => !used.has(path)) : images
}

/** What the mask of an image may be called, the likeliest first: with or without their endings. */
function maskCandidates(key: string, beside: boolean): string[] {
  const name = withoutEnding(key)
  const marked = [`${name}-mask`, `${name}_mask`]
  // Among the images a mask of the image's own name would be another image.
  return beside ? marked : [key, name, ...marked]
}
