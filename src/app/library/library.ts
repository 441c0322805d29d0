import { existsSync } from 'node:fs'
import { realpath, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Host } from '../../engine/host'
import type { Photo } from '../../shared/contract/entities'
import type { ImportedPhotos, WatchedFolder } from '../../shared/contract/library'
import { failure } from '../../shared/errors'
import type { PictureWork } from '../images/pictureWork'
import { keyOf } from '../files/hashes'
import { liesInside, realPathInside } from '../files/inside'
import { ChangeTeller, type LibraryDelta } from './changeTeller'
import type { Collection } from './collection'
import { importPaths, readPhoto, type ImportedFiles, type ImportProgress } from './importing'
import { inspect, inspectAll } from './inspection'
import { openLibraryStore } from './libraryStore'
import type { Change, PhotoRecord } from './record'
import type { Previews } from './previews'
import { RemovedPhotos } from './removed'
import { reconcileSamples } from './samples'
import { WatchedFolders } from './watchedFolders'

export interface LibraryOptions {
  readonly host: Host
  readonly dataFolder: string
  /** Sample photos that come with the app. */
  readonly samplesFolder: string
  readonly previews: Previews
  readonly pictures: PictureWork
  /** Told what changed, a few times a second at most. */
  readonly changed: (delta: LibraryDelta) => void
  /** Told the watched folders after every change of how they stand. */
  readonly foldersChanged: (folders: WatchedFolder[]) => void
  readonly log: (message: string) => void
}

export interface AddOptions {
  readonly progress?: (now: ImportProgress) => void
  readonly signal?: AbortSignal
}

/** The photos of a person: references to files, copies of what came as bytes, and samples. */
export interface Library {
  /** In the order they were added, samples first, as they were when their files were last looked at. */
  list(): Promise<Photo[]>
  /** A page of it: up to `limit` photos after a cursor. Asking for the first one has all files looked at again. */
  page(after: number | undefined, limit: number): { photos: Photo[]; next?: number }
  find(photoId: string): Photo | undefined
  addPaths(paths: readonly string[], options?: AddOptions): Promise<ImportedPhotos>
  /** `from`: the photo that these bytes were made of. */
  addBytes(name: string, data: Uint8Array, from?: string): Promise<ImportedPhotos>
  /** Takes photos out. Until the app ends they can come back, copies too. Ids that aren't there are passed over. */
  remove(photoIds: readonly string[]): Promise<void>
  restore(photoIds: readonly string[]): Promise<Photo[]>
  /** The photo and its file. `not-found` where either isn't there, `forbidden` where a link took its place. */
  locate(photoId: string): Promise<{ photo: Photo; path: string }>
  folders(): WatchedFolder[]
  /** Watches a folder from now on, also after a restart. `not-found` where it is none. */
  watch(folder: string): Promise<void>
  /** Its photos stay. */
  unwatch(folder: string): Promise<void>
  close(): Promise<void>
}

/** Photos that a reply names; the others are told as changes. */
const namedInReply = 200

export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { host, dataFolder, samplesFolder, previews, pictures, changed, foldersChanged, log } = options
  const copies = join(dataFolder, 'library')
  const store = await openLibraryStore(host.storage, dataFolder, log)
  const { collection } = store
  const closing = new AbortController()
  /** What was taken out while this app runs. */
  const removed = new RemovedPhotos()
  let inspecting: Promise<void> | undefined

  const describe = (record: PhotoRecord): Photo => photoOf(record, collection)
  const teller = new ChangeTeller((id) => {
    const record = collection.get(id)
    return record && describe(record)
  }, changed)

  /** Changes that nobody waits for: where they can't be written, the log says so, and memory has them. */
  function commitQuietly(changes: Change[]): void {
    void store
      .commit(changes)
      .catch((error: unknown) => log(`The library can't be written: ${String(error)}`))
  }

  function pathOf(record: PhotoRecord): string {
    if (record.source === 'file') return record.file
    return join(record.source === 'copy' ? copies : samplesFolder, record.file)
  }

  function update(before: PhotoRecord, now: PhotoRecord): void {
    // It may have been taken out, or changed otherwise, while its file was looked at.
    if (collection.get(before.id) !== before) return
    commitQuietly([{ set: now }])
    teller.note(now.id, 'changed')
  }

  async function refreshed(record: PhotoRecord): Promise<PhotoRecord> {
    const now = await inspect(record, pathOf(record), pictures)
    if (now !== record) update(record, now)
    return now
  }

  function inspectInBackground(): void {
    inspecting ??= inspectAll(collection.all(), pathOf, pictures, update, closing.signal)
      .catch((error: unknown) => log(`The photos could not be looked after: ${String(error)}`))
      .finally(() => (inspecting = undefined))
  }

  /** Puts a new photo in, or finds the one that it is already; the ids and what is to be noted. */
  function keep(record: PhotoRecord, moved?: PhotoRecord): { id: string; changes: Change[] } {
    const known = collection.ofFile(record.source, record.file)
    if (known) {
      if (known.missing) update(known, { ...record, id: known.id, name: known.name, addedAt: known.addedAt })
      return { id: known.id, changes: [] }
    }
    const changes: Change[] = collection.leftOut.has(record.file)
      ? [{ file: record.file, leftOut: false }]
      : []
    // What was taken out and is added again is the same photo still, with its mask and its results.
    const back = removed.ofFile(record)
    if (back) removed.delete(back.id)
    const before = moved ?? back
    const kept: PhotoRecord = before
      ? { ...before, ...record, id: before.id, addedAt: before.addedAt }
      : record
    delete kept.missing
    teller.note(kept.id, moved ? 'changed' : 'added')
    return { id: kept.id, changes: [...changes, { set: kept }] }
  }

  async function addFiles(
    paths: readonly string[],
    { progress, signal }: AddOptions,
  ): Promise<ImportedFiles> {
    const lost = movedFinder(collection)
    const parts = {
      ...{ storage: host.storage, pictures, previews },
      known: (path: string) => {
        const found = collection.ofFile('file', path)
        return found?.missing ? undefined : found
      },
      keep: (record: PhotoRecord) => {
        const { id, changes } = keep(record, lost.take(record))
        commitQuietly(changes)
        return id
      },
    }
    const both = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
    return importPaths(parts, paths, progress ?? (() => undefined), both)
  }

  function replyOf(ids: Iterable<string>, rest: Omit<ImportedPhotos, 'added' | 'count'>): ImportedPhotos {
    const records = [...ids].map((id) => collection.get(id)).filter((record) => record !== undefined)
    return { added: records.slice(0, namedInReply).map(describe), count: records.length, ...rest }
  }

  const watching = new WatchedFolders({
    async found(paths) {
      const fresh = paths.filter((path) => !collection.leftOut.has(path))
      const known = fresh
        .map((path) => collection.ofFile('file', path))
        .filter((record) => record !== undefined)
      for (const record of known) await refreshed(record)
      const { skipped } = await addFiles(
        fresh.filter((path) => !collection.ofFile('file', path)),
        {},
      )
      for (const { path, reason } of skipped) log(`${path}, in a watched folder, was left out: ${reason}`)
      publishFolders()
    },
    gone(paths) {
      for (const path of paths) {
        const record = collection.ofFile('file', path)
        if (record && !record.missing) update(record, { ...record, missing: true })
      }
    },
    changed: () => publishFolders(),
    log,
  })

  function folders(): WatchedFolder[] {
    const files = collection.all().filter(({ source }) => source === 'file')
    return [...collection.folders].map((path) => ({
      path,
      photos: files.filter(({ file }) => liesInside(path, file)).length,
      ...watching.stateOf(path),
    }))
  }

  const publishFolders = (): void => {
    if (!closing.signal.aborted) foldersChanged(folders())
  }

  await store.commit(await reconcileSamples(collection, samplesFolder, pictures, log))
  for (const folder of collection.folders) await watching.add(folder)

  function find(photoId: string): PhotoRecord {
    const record = collection.get(photoId)
    if (!record) throw failure('images.notListed', {}, photoId)
    return record
  }

  /** A photo shows the file that was added and no other, whatever links were put in its place since. */
  async function ownFile(record: PhotoRecord, path: string): Promise<string> {
    if (record.source !== 'file') return realPathInside([copies, samplesFolder], path)
    if ((await realpath(path)) === path) return path
    throw failure('images.nowLink', { path }, path)
  }

  /** What notes that photos go, and that they don't come back by themselves. */
  const removal = (record: PhotoRecord, gone: boolean): Change[] => {
    const { source, file } = record
    const change: Change = gone ? { remove: record.id } : { set: record }
    if (source === 'sample') return [change, { sample: file, removed: gone }]
    const watched = source === 'file' && [...collection.folders].some((folder) => liesInside(folder, file))
    return watched || collection.leftOut.has(file) ? [change, { file, leftOut: gone }] : [change]
  }

  return {
    list: () => Promise.resolve(collection.all().map(describe)),

    page(after, limit) {
      if (after === undefined) inspectInBackground()
      const { photos, next } = collection.after(after, limit)
      return { photos: photos.map(describe), ...(next !== undefined && { next }) }
    },

    find(photoId) {
      const record = collection.get(photoId)
      return record && describe(record)
    },

    async addPaths(paths, added = {}) {
      const { ids, skipped, cancelled } = await addFiles(paths, added)
      await store.settled()
      teller.flush()
      return replyOf(ids, { skipped, cancelled })
    },

    async addBytes(name, data, from) {
      // Named by what is in it, so that pasting the same picture twice keeps one copy.
      const file = keyOf(data)
      const path = join(copies, file)
      const shown = name.split(/[/\\]/).pop() || 'Pasted image'
      const known = collection.ofFile('copy', file)
      if (known && !(await refreshed(known)).missing) {
        return replyOf([known.id], { skipped: [], cancelled: false })
      }
      await host.storage.makeFolder(copies)
      await host.storage.write(path, data)
      const record = await readPhoto({ pictures, previews }, path, true)
      if (!('id' in record)) {
        await rm(path, { force: true })
        const reason = record.reason.replaceAll(path, 'it')
        return replyOf([], { skipped: [{ ...record, path: shown, reason }], cancelled: false })
      }
      const { id, changes } = keep({ ...record, name: shown, source: 'copy', file, ...(from && { from }) })
      await store.commit(changes)
      return replyOf([id], { skipped: [], cancelled: false })
    },

    async remove(photoIds) {
      const records = photoIds.map((id) => collection.get(id)).filter((record) => record !== undefined)
      for (const record of records) {
        removed.put(record)
        teller.note(record.id, 'removed')
      }
      await store.commit(records.flatMap((record) => removal(record, true)))
      teller.flush()
    },

    async restore(photoIds) {
      const records = photoIds
        .map((id) => removed.get(id))
        .filter((record) => record !== undefined)
        // The same file may have been added anew since.
        .filter(({ source, file }) => !collection.ofFile(source, file))
      for (const { id } of records) {
        removed.delete(id)
        teller.note(id, 'added')
      }
      await store.commit(records.flatMap((record) => removal(record, false)))
      teller.flush()
      return records.map(describe)
    },

    async locate(photoId) {
      const record = await refreshed(find(photoId))
      const path = pathOf(record)
      if (record.missing) throw failure('images.moved', { name: record.name }, path)
      return { photo: describe(record), path: await ownFile(record, path) }
    },

    folders,

    async watch(given) {
      const folder = await realpath(given).catch(() => given)
      const isFolder = await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      )
      if (!isFolder) throw failure('images.noFolder', { path: given }, given)
      await store.commit([{ folder, watched: true }])
      await watching.add(folder)
      publishFolders()
    },

    async unwatch(folder) {
      await watching.remove(folder)
      await store.commit([{ folder, watched: false }])
      publishFolders()
    },

    async close() {
      closing.abort()
      await watching.close()
      await inspecting
      await store.settled()
      teller.close()
      // Only copies of our own. A crash before leaves a file too many, never one too few.
      for (const { source, file } of removed.all()) {
        const again = collection.ofFile(source, file)
        if (source === 'copy' && !again) await rm(join(copies, file), { force: true })
      }
    },
  }
}

function photoOf(record: PhotoRecord, collection: Collection): Photo {
  const { id, name, width, height, addedAt, source, file, bytes, modified, missing = false } = record
  const { taken, from } = record
  const address = `photos/${id}`
  return {
    ...{ id, name, width, height, addedAt, source, missing, bytes, modified },
    order: collection.placeOf(id),
    folder: source === 'file' ? dirname(file) : '',
    ...(typeof taken === 'number' && { taken }),
    ...(from !== undefined && { from }),
    thumbnail: `${address}/thumbnail`,
    display: `${address}/display`,
  }
}

/** Photos that are there and might be the one that was moved: more copies than that are told apart by nobody. */
const looks = 3

/**
 * Tells a new file from one that was moved: one as long, written at the same time and as large as a photo whose
 * file is gone. Each is found once.
 */
function movedFinder(collection: Collection): { take(record: PhotoRecord): PhotoRecord | undefined } {
  const key = ({ bytes, modified, width, height }: PhotoRecord): string =>
    [bytes, modified, width, height].join(' ')
  const files = new Map<string, PhotoRecord[]>()
  for (const record of collection.all()) {
    if (record.source !== 'file') continue
    const alike = files.get(key(record))
    if (alike) alike.push(record)
    else files.set(key(record), [record])
  }
  return {
    take(record) {
      const alike = files.get(key(record))
      if (!alike) return undefined
      const gone = [...alike.filter(({ missing }) => missing), ...alike.slice(0, looks)].filter(
        ({ missing, file }) => missing || !existsSync(file),
      )
      const found = gone.find(({ name }) => name === record.name) ?? gone[0]
      if (found) alike.splice(alike.indexOf(found), 1)
      return found
    },
  }
}
