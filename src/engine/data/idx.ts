import type { Storage } from '../host'
import { failure } from '../../shared/errors'
import { gunzip, isGzip } from './gunzip'
import type { ImageSet } from './imageSet'
import { defaultMemoryLimit, type OpenOptions } from './options'
import { type Packed, packedSet } from './packedSet'
import { fileStore } from './pixelStore'

const headerLength = 16
/** Unsigned bytes, three dimensions. */
const imageMagic = 0x0803

/** Whether bytes begin as an IDX file: two zeros, a type and a number of dimensions. */
export function isIdx(head: Uint8Array): boolean {
  const [first, second, type = 0, dimensions = 0] = head
  return first === 0 && second === 0 && type >= 0x08 && type <= 0x0e && dimensions >= 1 && dimensions <= 4
}

/**
 * An MNIST image file, gzipped or not: big-endian magic 0x803, count, rows, columns, then the bytes.
 * `bad-data-file` where its length or kind is another.
 */
export async function openIdx(storage: Storage, path: string, options: OpenOptions = {}): Promise<ImageSet> {
  const { limit, memoryLimit = defaultMemoryLimit } = options
  const head = await storage.readPart(path, 0, headerLength)
  if (isGzip(head)) return fromGzip(storage, path, limit)
  const header = parseHeader(path, head)
  const size = await storage.size(path)
  checkLength(path, size, header)
  const count = Math.min(header.count, limit ?? Infinity)
  const stride = header.rows * header.columns
  const data =
    count * stride <= memoryLimit
      ? await storage.readPart(path, headerLength, count * stride)
      : fileStore(storage, path, { start: headerLength, count, stride })
  return toSet(path, header, count, data)
}

async function fromGzip(storage: Storage, path: string, limit?: number): Promise<ImageSet> {
  const packed = await storage.read(path)
  const bytes = await gunzip(path, packed, (head) => expectedLength(parseHeader(path, head)))
  const header = parseHeader(path, bytes)
  checkLength(path, bytes.length, header)
  const count = Math.min(header.count, limit ?? Infinity)
  const length = count * header.rows * header.columns
  return toSet(path, header, count, bytes.subarray(headerLength, headerLength + length))
}

interface IdxHeader {
  readonly count: number
  readonly rows: number
  readonly columns: number
}

function parseHeader(path: string, head: Uint8Array): IdxHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const magic = head.length < 4 ? 0 : view.getUint32(0)
  if (magic === 0x0801) {
    throw failure('data.labels', { path }, path)
  }
  if (head.length >= 4 && magic !== imageMagic) {
    const found = `0x${magic.toString(16).padStart(8, '0')}`
    throw failure('data.idxMagic', { path, found }, path)
  }
  if (head.length < headerLength) {
    throw failure('data.idxShort', { path, size: head.length, header: headerLength }, path)
  }
  return { count: view.getUint32(4), rows: view.getUint32(8), columns: view.getUint32(12) }
}

function expectedLength({ count, rows, columns }: IdxHeader): number {
  return headerLength + count * rows * columns
}

function checkLength(path: string, length: number, header: IdxHeader): void {
  const expected = expectedLength(header)
  if (length === expected) return
  const { count, rows: height, columns: width } = header
  const sizes = { path, size: length, count, width, height, expected }
  throw failure(length < expected ? 'data.idxCut' : 'data.idxLong', sizes, path)
}

function toSet(path: string, header: IdxHeader, count: number, data: Packed['data']): ImageSet {
  const { rows: height, columns: width } = header
  return packedSet({ format: 'idx', values: 'bytes', count, height, width, channels: 1, data }, path)
}
