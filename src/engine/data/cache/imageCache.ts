import { PixelloomError } from '../../../shared/errors'
import type { Storage } from '../../host'
import { checksum } from '../../storage/checksum'
import { fileStore, type PixelStore } from '../pixelStore'
import { decodeIndex, encodeIndex, type CacheIndex } from './indexFile'

/** What decides the bytes of a decoded image besides its file. */
export interface Preparation {
  /** The folder, or file, that keys are relative to. */
  readonly root: string
  /** Side of the squares, and their channels. */
  readonly size: number
  readonly channels: 1 | 3
  readonly limit?: number
}

/** Raised whenever decoding, cutting or scaling gives other bytes than before. */
const ruleVersion = 1

/** Milliseconds after which pixels that no index names were left by a process that died. */
const abandonedAfter = 24 * 60 * 60 * 1000

/** An opened cache: what it knows, and its pixels. */
export interface Opened {
  readonly index: CacheIndex
  readonly store: PixelStore
}

/**
 * Decoded images of one source on disk: `<id>.index` and the pixels that it names. The index is written last
 * and at once, so that there is never half a cache; two processes that make the same one do not meet.
 */
export class ImageCache {
  /** Names of pixels that the index named before: nobody is writing those. */
  private readonly replaced = new Set<string>()

  private constructor(
    private readonly storage: Storage,
    private readonly folder: string,
    private readonly id: string,
  ) {}

  static async for(storage: Storage, folder: string, preparation: Preparation): Promise<ImageCache> {
    const root = await storage.identity(preparation.root)
    const facts = JSON.stringify({ ruleVersion, ...preparation, root })
    const sum = await checksum(new TextEncoder().encode(facts))
    return new ImageCache(storage, folder, sum.slice('sha256:'.length, 'sha256:'.length + 32))
  }

  /** What there is; `damaged` where there is something that can't be used. */
  async open(stride: number): Promise<Opened | 'damaged' | undefined> {
    const { storage } = this
    try {
      if ((await storage.kind(this.indexPath)) === 'missing') return undefined
      const index = await decodeIndex(await storage.read(this.indexPath))
      if (index?.stride !== stride) return 'damaged'
      const path = storage.join(this.folder, index.pixels)
      const { count } = index.table
      if ((await storage.status(path)).size !== count * stride) return 'damaged'
      return { index, store: fileStore(storage, path, { count, stride }) }
    } catch (thrown) {
      if (thrown instanceof PixelloomError) return 'damaged'
      throw thrown
    }
  }

  /** A place for new pixels. `disk` where it can't be made. */
  async begin(): Promise<PixelWriter> {
    await this.storage.makeFolder(this.folder)
    const name = `${this.id}.${globalThis.crypto.randomUUID()}.pixels`
    return new PixelWriter(this.storage, this.storage.join(this.folder, name), name)
  }

  /** Makes what was written the cache, and removes what was one before. `disk`. */
  async finish(index: CacheIndex): Promise<void> {
    await this.storage.write(this.indexPath, await encodeIndex(index))
    try {
      await this.tidy(index.pixels)
    } catch (thrown) {
      // Windows removes no file that another process reads; the next one to tidy will.
      if (!(thrown instanceof PixelloomError)) throw thrown
    }
  }

  /** Says that the pixels of an opened cache are to be replaced. */
  replaces({ index }: Opened): void {
    this.replaced.add(index.pixels)
  }

  private get indexPath(): string {
    return this.storage.join(this.folder, `${this.id}.index`)
  }

  /** Removes pixels of this cache that its index does not name, unless a process may be writing them. */
  private async tidy(current: string): Promise<void> {
    for (const name of await this.storage.list(this.folder)) {
      if (!name.startsWith(`${this.id}.`) || !name.endsWith('.pixels') || name === current) continue
      const path = this.storage.join(this.folder, name)
      const { modified } = await this.storage.status(path)
      if (this.replaced.has(name) || Date.now() - modified > abandonedAfter) await this.storage.remove(path)
    }
  }
}

/** Writes pixels to the end of a new file. */
export class PixelWriter {
  constructor(
    private readonly storage: Storage,
    private readonly path: string,
    readonly name: string,
  ) {}

  append(images: Uint8Array): Promise<void> {
    return this.storage.append(this.path, images)
  }

  /** Nothing was made of it after all. */
  discard(): Promise<void> {
    return this.storage.remove(this.path)
  }
}
