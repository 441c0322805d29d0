import type { Change, LibraryBody, PhotoRecord } from './record'

/** The library in memory: its photos by id and by file, in the order they were added, samples first. */
export class Collection {
  readonly folders: Set<string>
  readonly leftOut: Set<string>
  readonly removedSamples: Set<string>
  readonly #photos = new Map<string, PhotoRecord>()
  readonly #byFile = new Map<string, string>()
  /** A place in the order for good: a photo that was taken out gets its own back. */
  readonly #places = new Map<string, number>()
  #sorted: PhotoRecord[] | undefined

  constructor(body: LibraryBody) {
    this.folders = new Set(body.folders)
    this.leftOut = new Set(body.leftOut)
    this.removedSamples = new Set(body.removedSamples)
    for (const record of body.photos) this.#set(record)
  }

  get(id: string): PhotoRecord | undefined {
    return this.#photos.get(id)
  }

  /** The photo of a file, by where it is kept and its name there. */
  ofFile(source: PhotoRecord['source'], file: string): PhotoRecord | undefined {
    const id = this.#byFile.get(keyOf({ source, file }))
    return id === undefined ? undefined : this.#photos.get(id)
  }

  placeOf(id: string): number {
    return this.#places.get(id) ?? 0
  }

  /** In order. The list is not to be changed. */
  all(): readonly PhotoRecord[] {
    return (this.#sorted ??= [...this.#photos.values()].sort((a, b) => this.#rank(a) - this.#rank(b)))
  }

  apply(change: Change): void {
    if ('set' in change) this.#set(change.set)
    else if ('remove' in change) this.#remove(change.remove)
    else if ('sample' in change) put(this.removedSamples, change.sample, change.removed)
    else if ('folder' in change) put(this.folders, change.folder, change.watched)
    else put(this.leftOut, change.file, change.leftOut)
  }

  body(): LibraryBody {
    return {
      photos: [...this.all()],
      removedSamples: [...this.removedSamples],
      folders: [...this.folders],
      leftOut: [...this.leftOut],
    }
  }

  #rank({ id, source }: PhotoRecord): number {
    // No library holds more than this.
    return (source === 'sample' ? 0 : 1e12) + this.placeOf(id)
  }

  #set(record: PhotoRecord): void {
    const before = this.#photos.get(record.id)
    if (before) this.#byFile.delete(keyOf(before))
    else {
      this.#sorted = undefined
      if (!this.#places.has(record.id)) this.#places.set(record.id, this.#places.size)
    }
    if (before && this.#sorted) {
      // The same place, found by the order that the list is in.
      const at = this.#indexOf(record)
      if (this.#sorted[at]?.id === record.id) this.#sorted[at] = record
      else this.#sorted = undefined
    }
    this.#photos.set(record.id, record)
    this.#byFile.set(keyOf(record), record.id)
  }

  #remove(id: string): void {
    const record = this.#photos.get(id)
    if (!record) return
    this.#photos.delete(id)
    if (this.#byFile.get(keyOf(record)) === id) this.#byFile.delete(keyOf(record))
    this.#sorted = undefined
  }

  #indexOf(record: PhotoRecord): number {
    return firstAtLeast(this.all(), this.#rank(record), (one) => this.#rank(one))
  }

  /** Up to `limit` photos after a place in the order; `undefined` begins. */
  after(cursor: number | undefined, limit: number): { photos: PhotoRecord[]; next: number | undefined } {
    const all = this.all()
    const begin = cursor === undefined ? 0 : firstAtLeast(all, cursor + 1, (one) => this.#rank(one))
    const photos = all.slice(begin, begin + limit)
    const last = photos.at(-1)
    return { photos, next: last && begin + limit < all.length ? this.#rank(last) : undefined }
  }
}

/** By bisection: the index of the first item whose rank is at least this. */
function firstAtLeast<T>(items: readonly T[], rank: number, rankOf: (item: T) => number): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rankOf(items[middle] as T) < rank) low = middle + 1
    else high = middle
  }
  return low
}

function keyOf({ source, file }: Pick<PhotoRecord, 'source' | 'file'>): string {
  return `${source}\n${file}`
}

function put(set: Set<string>, value: string, there: boolean): void {
  if (there) set.add(value)
  else set.delete(value)
}
