import type { SkippedFile } from '../../shared/jobs'
import type { Storage } from '../host'
import { hasImageName } from '../pixels/signature'
import { mapConcurrently } from './concurrent'
import { leftOut, reasonOf } from './reasons'

/** A file that is an image by its name. */
export interface ImageFile {
  readonly path: string
  /** Path from the root of the scan, with slashes on every system. */
  readonly key: string
  /** Its length in bytes and when it was last written: with the path, what it is known by. */
  readonly size: number
  readonly modified: number
}

interface Folder {
  readonly path: string
  readonly key: string
  readonly identity: string
}

/** What an entry of a folder turned out to be. */
type Finding = { file: ImageFile } | { folder: Folder; linked: boolean } | { bad: SkippedFile } | undefined

/**
 * All image files below a folder, at any depth, sorted by key; hidden files and folders and those with
 * other names are left out without a word. Links are followed once whatever is no link has been seen, and
 * none leads to the same folder twice; what can't be used is named. Folders in `without`, by their identities, are
 * passed over. Throws only where the root can't be read.
 */
export async function scanFolder(
  storage: Storage,
  root: string,
  signal?: AbortSignal,
  without: ReadonlySet<string> = new Set(),
): Promise<{ files: ImageFile[]; skipped: SkippedFile[] }> {
  const files: ImageFile[] = []
  const skipped: SkippedFile[] = []
  const seen = new Set<string>()
  const start: Folder = { path: root, key: '', identity: await storage.identity(root) }
  const [folders, links]: [Folder[], Folder[]] = [[start], []]
  for (let folder = folders.pop(); folder; folder = folders.pop() ?? links.shift()) {
    if (without.has(folder.identity)) continue
    if (seen.has(folder.identity)) {
      skipped.push(leftOut(folder.path, 'files.folderSeen', {}))
      continue
    }
    seen.add(folder.identity)
    let names: string[]
    try {
      names = await storage.list(folder.path)
    } catch (thrown) {
      if (folder === start) throw thrown
      skipped.push({ path: folder.path, ...reasonOf(thrown, folder.path) })
      continue
    }
    const parent = folder
    const visible = names.filter((name) => !name.startsWith('.'))
    const findings = await mapConcurrently(visible, 16, (name) => look(storage, parent, name), signal)
    for (const finding of findings) {
      if (!finding) continue
      if ('file' in finding) files.push(finding.file)
      else if ('bad' in finding) skipped.push(finding.bad)
      else (finding.linked ? links : folders).push(finding.folder)
    }
  }
  return { files: files.sort(byText(({ key }) => key)), skipped: skipped.sort(byText(({ path }) => path)) }
}

async function look(storage: Storage, parent: Folder, name: string): Promise<Finding> {
  const path = storage.join(parent.path, name)
  const key = parent.key ? `${parent.key}/${name}` : name
  const named = hasImageName(name)
  try {
    const { kind, size, modified } = await storage.status(path)
    switch (kind) {
      case 'file':
        return named ? { file: { path, key, size, modified } } : undefined
      case 'other':
        return named ? { bad: leftOut(path, 'files.namedDevice', {}) } : undefined
      case 'missing':
        return { bad: leftOut(path, 'files.deadLink', {}) }
      case 'folder': {
        if (named) return { bad: leftOut(path, 'files.namedFolder', {}) }
        const identity = await storage.identity(path)
        return { folder: { path, key, identity }, linked: identity !== storage.join(parent.identity, name) }
      }
    }
  } catch (thrown) {
    return { bad: { path, ...reasonOf(thrown, path) } }
  }
}

function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)
}
