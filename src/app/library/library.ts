import { createHash, randomUUID } from 'node:crypto'
import { realpath, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { mapConcurrently } from '../../engine/data/concurrent'
import { reasonOf } from '../../engine/data/reasons'
import type { Host } from '../../engine/host'
import type { Photo } from '../../shared/contract/entities'
import { PixelloomError } from '../../shared/errors'
import type { SkippedFile } from '../../shared/jobs'
import { realPathInside } from '../files/inside'
import { findImages } from './findImages'
import { readLibraryFile, writeLibraryFile } from './libraryFile'
import type { PhotoRecord } from './record'
import type { Previews } from './previews'
import { reconcileSamples } from './samples'

export interface LibraryOptions {
  readonly host: Host
  readonly dataFolder: string
  /** Sample photos that come with the app. */
  readonly samplesFolder: string
  readonly previews: Previews
  /** Told the whole list after every change. */
  readonly changed: (photos: Photo[]) => void
  readonly log: (message: string) => void
}

export interface Added {
  /** What is in the library now, whether it is new or was there before. */
  readonly added: Photo[]
  readonly skipped: SkippedFile[]
}

/** The photos of a person: references to files, copies of what came as bytes, and samples. */
export interface Library {
  /** In the order they were added, samples first. Files that changed since are measured again. */
  list(): Promise<Photo[]>
  addPaths(paths: readonly string[]): Promise<Added>
  addBytes(name: string, data: Uint8Array): Promise<Added>
  remove(photoId: string): Promise<void>
  /** The photo and its file. `not-found` where either isn't there, `forbidden` where a link took its place. */
  locate(photoId: string): Promise<{ photo: Photo; path: string }>
}

/** Image headers read at a time. */
const readers = 4

export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { host, dataFolder, samplesFolder, previews, changed, log } = options
  const listPath = join(dataFolder, 'library.json')
  const copies = join(dataFolder, 'library')
  const body = await readLibraryFile(host.storage, listPath, log)
  let turn: Promise<unknown> = Promise.resolve()

  /** Changes wait for each other: two drops at once must not lose either. */
  function exclusively<T>(change: () => Promise<T>): Promise<T> {
    const result = turn.then(change)
    turn = result.catch(() => undefined)
    return result
  }

  const save = (): Promise<void> => writeLibraryFile(host.storage, listPath, body)

  function pathOf(record: PhotoRecord): string {
    if (record.source === 'file') return record.file
    return join(record.source === 'copy' ? copies : samplesFolder, record.file)
  }

  async function measure(
    path: string,
  ): Promise<Pick<PhotoRecord, 'width' | 'height' | 'bytes' | 'modified'>> {
    const { width, height } = await host.pixels.measure(path)
    const found = await stat(path)
    return { width, height, bytes: found.size, modified: found.mtimeMs }
  }

  /** Brings the record up to date with its file; false where there is none to show. */
  async function refresh(record: PhotoRecord): Promise<boolean> {
    const path = pathOf(record)
    try {
      const found = await stat(path)
      if (!found.isFile()) return false
      if (found.size === record.bytes && found.mtimeMs === record.modified) return true
      Object.assign(record, await measure(path))
      return true
    } catch {
      // Gone, or no longer an image: the list says so, and the person can put it back.
      return false
    }
  }

  async function describe(record: PhotoRecord): Promise<Photo> {
    const { id, name, addedAt, source } = record
    const missing = !(await refresh(record))
    const { width, height } = record
    const address = `photos/${id}`
    const [thumbnail, display] = [`${address}/thumbnail`, `${address}/display`]
    return { id, name, width, height, addedAt, source, missing, thumbnail, display }
  }

  const list = (): Promise<Photo[]> => mapConcurrently([...body.photos], readers, describe)

  async function publish(): Promise<void> {
    await save()
    changed(await list())
  }

  async function addFile(path: string): Promise<PhotoRecord | SkippedFile> {
    try {
      const measured = await measure(path)
      const file = await realpath(path)
      // Its header may be fine and the rest cut off: drawing it shows, and the drawing is needed anyway.
      await previews.thumbnail(file)
      const record: PhotoRecord = {
        id: randomUUID(),
        name: basename(path),
        source: 'file',
        file,
        ...measured,
        addedAt: Date.now(),
      }
      return record
    } catch (error) {
      // Node's own errors too: a file may vanish between two looks.
      const reason = error instanceof PixelloomError ? reasonOf(error, path) : String(error)
      return { path, reason }
    }
  }

  function keep(record: PhotoRecord): PhotoRecord {
    const known = body.photos.find((photo) => pathOf(photo) === pathOf(record))
    if (known) return known
    body.photos.push(record)
    return record
  }

  if (await reconcileSamples(body, samplesFolder, measure, log)) await save()

  return {
    list,

    addPaths: (paths) =>
      exclusively(async () => {
        const found = await findImages(host.storage, paths)
        const results = await mapConcurrently(found.files, readers, addFile)
        const kept = new Set<PhotoRecord>()
        const skipped = [...found.skipped]
        for (const result of results) {
          if ('id' in result) kept.add(keep(result))
          else skipped.push(result)
        }
        await publish()
        return { added: await mapConcurrently([...kept], readers, describe), skipped }
      }),

    addBytes: (name, data) =>
      exclusively(async () => {
        // Named by what is in it, so that pasting the same picture twice keeps one copy.
        const file = createHash('sha256').update(data).digest('hex').slice(0, 32)
        const path = join(copies, file)
        const known = body.photos.find((photo) => photo.source === 'copy' && photo.file === file)
        if (known && (await refresh(known))) return { added: [await describe(known)], skipped: [] }
        await host.storage.makeFolder(copies)
        await host.storage.write(path, data)
        const shown = name.split(/[/\\]/).pop() || 'Pasted image'
        const result = await addFile(path)
        if (!('id' in result)) {
          await rm(path, { force: true })
          return { added: [], skipped: [{ path: shown, reason: result.reason.replaceAll(path, 'it') }] }
        }
        const kept = keep({ ...result, name: shown, source: 'copy', file })
        await publish()
        return { added: [await describe(kept)], skipped: [] }
      }),

    remove: (photoId) =>
      exclusively(async () => {
        const record = find(photoId)
        body.photos.splice(body.photos.indexOf(record), 1)
        if (record.source === 'sample') body.removedSamples.push(record.file)
        await publish()
        // Last, and only a copy of our own: a crash before leaves a file too many, never one too few.
        if (record.source === 'copy') await rm(pathOf(record), { force: true })
      }),

    async locate(photoId) {
      const record = find(photoId)
      const photo = await describe(record)
      const path = pathOf(record)
      if (photo.missing) {
        throw new PixelloomError(
          'not-found',
          `${record.name} was moved or deleted: put it back or add it again.`,
          path,
        )
      }
      return { photo, path: await ownFile(record, path) }
    },
  }

  /** A photo shows the file that was added and no other, whatever links were put in its place since. */
  async function ownFile(record: PhotoRecord, path: string): Promise<string> {
    if (record.source !== 'file') return realPathInside([copies, samplesFolder], path)
    if ((await realpath(path)) === path) return path
    throw new PixelloomError('forbidden', `${path} is now a link to another file: add that one.`, path)
  }

  function find(photoId: string): PhotoRecord {
    const record = body.photos.find(({ id }) => id === photoId)
    if (!record) throw new PixelloomError('not-found', 'This photo is no longer in the library.', photoId)
    return record
  }
}
