import type { Storage } from '../../../engine/host'
import { checksum } from '../../../engine/storage/checksum'
import { PixelloomError } from '../../../shared/errors'
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
    if (limit === undefined) throw reader.damaged(`it holds "${header.name}", which is no part of a model`)
    if (!listed) throw reader.damaged(`${header.name} is not in its list, or there twice`)
    if (header.size !== listed.bytes)
      throw reader.damaged(`${header.name} has another length than its list says`)
    const bytes = await reader.content(header, limit)
    if ((await checksum(bytes)) !== listed.checksum) throw reader.damaged(`${header.name} was changed`)
    await storage.write(storage.join(folder, header.name), bytes)
    missing.delete(header.name)
  }
  const [lacking] = missing.keys()
  if (lacking !== undefined) throw reader.damaged(`${lacking} is missing`)
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
    const message = `${reader.name} was written by a newer Pixelloom. Update this one to open it.`
    throw new PixelloomError('unsupported', message, reader.name)
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

  damaged(what: string): PixelloomError {
    const message = `${this.name} is no whole model: ${what}. Get another copy of it.`
    return new PixelloomError('model-damaged', message, this.name)
  }

  /** The header of the next file; undefined at the end. */
  async next(): Promise<TarHeader | undefined> {
    const block = await this.source.read(this.#offset, blockLength)
    if (block.length === blockLength && isEmptyBlock(block)) return undefined
    const header = decodeHeader(block)
    if (!header) throw this.damaged(this.#offset === 0 ? 'it is no model file' : 'it is cut or damaged')
    if (!header.plain) throw this.damaged(`"${header.name}" in it is a link or a folder, not a file`)
    this.#offset += blockLength
    return header
  }

  /** The content of the file whose header was read last. */
  async content({ name, size }: TarHeader, limit: number): Promise<Uint8Array> {
    if (size > limit) throw this.damaged(`${name} in it is larger than such a file can be`)
    // Before a byte is set aside for it: an archive is never smaller than what it says to hold.
    if (this.#offset + size > this.source.size) throw this.damaged('it is cut off')
    const bytes = await this.source.read(this.#offset, size)
    if (bytes.length !== size) throw this.damaged('it is cut off')
    this.#offset += size + padding(size)
    return bytes
  }
}
