import type { Storage } from '../../engine/host'
import { Collection } from './collection'
import { Journal, readJournal } from './journal'
import { readLibraryFile, writeLibraryFile } from './libraryFile'
import type { Change } from './record'

/** Changes after which the list is written anew at the next start. */
const changesToKeep = 2000

/** The photos in memory, and on disk as a list and a journal of what changed since. */
export interface LibraryStore {
  readonly collection: Collection
  /** Changes both; resolves when it is on disk. */
  readonly commit: (changes: readonly Change[]) => Promise<void>
  settled(): Promise<void>
}

/**
 * Reads <data folder>/library.json and library.changes.jsonl. A long journal is set aside, the list written anew
 * with it, and the journal that was set aside removed: whenever that ends, nothing is lost, since changes that are
 * in the list already may be applied again. Another app that runs on the folder goes on in a journal of its own.
 */
export async function openLibraryStore(
  storage: Storage,
  dataFolder: string,
  log: (message: string) => void,
): Promise<LibraryStore> {
  const list = storage.join(dataFolder, 'library.json')
  const journalPath = storage.join(dataFolder, 'library.changes.jsonl')
  const aside = storage.join(dataFolder, 'library.changes.old.jsonl')
  const body = await readLibraryFile(storage, list, log)
  const collection = new Collection(body ?? { photos: [], removedSamples: [], folders: [], leftOut: [] })
  const old = await readJournal(storage, aside, log)
  const changes = await readJournal(storage, journalPath, log)
  for (const change of [...old, ...changes]) collection.apply(change)
  if (old.length > 0 || changes.length > changesToKeep) {
    if (old.length === 0) await storage.rename(journalPath, aside)
    await writeLibraryFile(storage, list, collection.body())
    await storage.remove(aside)
  }
  const journal = new Journal(storage, journalPath)
  return {
    collection,
    commit(changes) {
      for (const change of changes) collection.apply(change)
      return journal.note(changes)
    },
    settled: () => journal.settled(),
  }
}
