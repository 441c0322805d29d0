import type { PhotoRecord } from './record'

/** Photos that were taken out while the app runs, by id and by file: each can come back as what it was. */
export class RemovedPhotos {
  readonly #photos = new Map<string, PhotoRecord>()
  readonly #byFile = new Map<string, string>()

  put(record: PhotoRecord): void {
    this.#photos.set(record.id, record)
    this.#byFile.set(fileOf(record), record.id)
  }

  get(id: string): PhotoRecord | undefined {
    return this.#photos.get(id)
  }

  ofFile(file: Pick<PhotoRecord, 'source' | 'file'>): PhotoRecord | undefined {
    const id = this.#byFile.get(fileOf(file))
    return id === undefined ? undefined : this.#photos.get(id)
  }

  delete(id: string): void {
    const record = this.#photos.get(id)
    if (!record) return
    this.#photos.delete(id)
    this.#byFile.delete(fileOf(record))
  }

  all(): Iterable<PhotoRecord> {
    return this.#photos.values()
  }
}

function fileOf({ source, file }: Pick<PhotoRecord, 'source' | 'file'>): string {
  return `${source}\n${file}`
}
