import type { Storage } from '../../../engine/host'
import { checksum } from '../../../engine/storage/checksum'
import { failure, type PixelloomError } from '../../../shared/errors'
import {
  archiveVersion,
  type Manifest,
  manifestLimit,
  manifestName,
  manifestSchema,
  partLimits,
} from './manifest'
import { blockLength, decodeHeader, isEmptyBlock, padding, type TarHeader } from './tar'

/** Bytes that can be read from anywhere, and what to call them. */
export interface ByteSource {
  readonly name: string
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
}

export async function fileSource(storage: Storage, path: string): Promise<ByteSource> {
  const size = await storage.size(path)
  return { name: path, size, read: (offset, length) => storage.readPart(path, offset, length) }
}

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  }
}

/**
 * Writes the files of an archive (packModel.ts) into a folder, and returns its manifest. The archive may come from anyone:
 * only files that a model has are taken, by their plain names; nothing is read that is longer than the manifest, the limits
 * and the archive itself allow; and each has the checksum that it is said to have. `model-damaged`; `unsupported` for one of
 * a later version.
 */
export async function unpackModel(storage: Storage, source: ByteSource, folder: string): Promise<Manifest> {
  const reader = new ArchiveReader(source)
  const first = await reader.next()
  if (first?.name !== manifestName) throw reader.damaged(`it doesn't begin with ${manifestName}`)
  const manifest = readManifest(reader, await reader.content(first, manifestLimit))
  await storage.makeFolder(folder)
  const missing = new Map(manifest.files.map((file) => [file.name, file]))
  if (missing.size !== manifest.files.length) throw reader.damaged('its list names a file twice')
  for (let header = await reader.next(); header; header = await reader.next()) {
    const limit = partLimits.get(header.name)
    const listed = missing.get(header.name)
    if (limit === undefined)
      throw failure('models.archiveForeign', { path: source.name, file: header.name }, source.name)
    if (!listed) throw reader.damaged(`${header.name} is not in its list, or there twice`)
    if (header.size !== listed.bytes)
      throw reader.damaged(`${header.name} has another length than its list says`)
    const bytes = await reader.content(header, limit)
    if ((await checksum(bytes)) !== listed.checksum)
      throw failure('models.archiveChanged', { path: source.name, file: header.name }, source.name)
    await storage.write(storage.join(folder, header.name), bytes)
    missing.delete(header.name)
  }
  const [lacking] = missing.keys()
  if (lacking !== undefined)
    throw failure('models.archiveLacks', { path: source.name, file: lacking }, source.name)
  return manifest
}

function readManifest(reader: ArchiveReader, bytes: Uint8Array): Manifest {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw reader.damaged(`its ${manifestName} is not JSON`)
  }
  const manifest = manifestSchema.safeParse(value)
  if (!manifest.success) throw reader.damaged(`its ${manifestName} is not that of a model`)
  if (manifest.data.version > archiveVersion) {
    throw failure('models.newerArchive', { path: reader.name }, reader.name)
  }
  return manifest.data
}

/** Goes through an archive file by file. */
class ArchiveReader {
  #offset = 0

  constructor(private readonly source: ByteSource) {}

  get name(): string {
    return this.source.name
  }

  damaged(detail: string): PixelloomError {
    return failure('models.archive', { path: this.name, detail }, this.name)
  }

  #cut(): PixelloomError {
    return failure('models.cutArchive', { path: this.name }, this.name)
  }

  /** The header of the next file; undefined at the end. */
  async next(): Promise<TarHeader | undefined> {
    const block = await this.source.read(this.#offset, blockLength)
    if (block.length === blockLength && isEmptyBlock(block)) return undefined
    const header = decodeHeader(block)
    if (!header && this.#offset === 0) throw failure('models.noArchive', { path: this.name }, this.name)
    if (!header) throw this.damaged('it is cut or damaged')
    if (!header.plain) throw this.damaged(`"${header.name}" in it is a link or a folder, not a file`)
    this.#offset += blockLength
    return header
  }

  /** The content of the file whose header was read last. */
  async content({ name, size }: TarHeader, limit: number): Promise<Uint8Array> {
    if (size > limit) throw this.damaged(`${name} in it is larger than such a file can be`)
    // Before a byte is set aside for it: an archive is never smaller than what it says to hold.
    if (this.#offset + size > this.source.size) throw this.#cut()
    const bytes = await this.source.read(this.#offset, size)
    if (bytes.length !== size) throw this.#cut()
    this.#offset += size + padding(size)
    return bytes
  }
}
