import { z } from 'zod'
import { failure, type PixelloomError } from '../../shared/errors'

/** Bytes an entry takes, by type. */
const widths = { F32: 4, F16: 2, BF16: 2 } as const
type StoredType = keyof typeof widths

/** Where a tensor lies, in bytes from the end of the header. */
export interface TensorEntry {
  readonly name: string
  readonly type: StoredType
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>
  readonly entries: readonly TensorEntry[]
  /** Where the tensors begin in the file. */
  readonly bodyStart: number
}

/** Longest header accepted, as in the reference implementation. */
export const longestHeader = 100e6

const natural = z.number().int().nonnegative()
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(natural),
  data_offsets: z.tuple([natural, natural]),
})
const headerSchema = z.record(z.string(), z.unknown())
const metadataSchema = z.record(z.string(), z.string())

/** Length of a whole header with what precedes it, from a file's first 8 bytes. `model-damaged` if absurd. */
export function headerEnd(head: Uint8Array, fileLength: number, subject: string): number {
  const damaged = damage(subject)
  if (head.length < 8) throw damaged(`it is ${fileLength} bytes long, too short for a safetensors file`)
  const length = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true))
  if (length > longestHeader || 8 + length > fileLength) {
    throw damaged(`its header claims ${length} bytes of ${fileLength}; it may be truncated`)
  }
  return 8 + length
}

/**
 * The header of a safetensors file: `bytes` must hold at least the header, `fileLength` is the length of the
 * whole. Every tensor is checked: type, shape against length, bounds; together they must fill the file
 * without gap or overlap. `model-damaged`, naming the tensor.
 */
export function parseHeader(bytes: Uint8Array, fileLength: number, subject: string): SafetensorsHeader {
  const damaged = damage(subject)
  const bodyStart = headerEnd(bytes, fileLength, subject)
  const header = headerSchema.safeParse(parseJson(bytes.subarray(8, bodyStart), damaged))
  if (!header.success) throw damaged('its header is no table of tensors')
  const { __metadata__: stated = {}, ...tensors } = header.data
  const metadata = metadataSchema.safeParse(stated)
  if (!metadata.success) throw damaged('its metadata are no table of texts')
  checkVersion(metadata.data, subject)
  const entries = Object.entries(tensors).map(([name, entry]) => parseEntry(name, entry, damaged))
  let position = 0
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < position) throw damaged(`${name} overlaps another tensor`)
    if (begin > position) throw damaged(`there is a gap before ${name}`)
    if (end > fileLength - bodyStart) throw damaged(`${name} goes on beyond its end; it may be truncated`)
    position = end
  }
  if (position !== fileLength - bodyStart) {
    throw damaged(`${fileLength - bodyStart - position} bytes at its end belong to no tensor`)
  }
  return { metadata: metadata.data, entries, bodyStart }
}

function parseEntry(name: string, value: unknown, damaged: (what: string) => PixelloomError): TensorEntry {
  const entry = entrySchema.safeParse(value)
  if (!entry.success) throw damaged(`${name} is not described as a tensor`)
  const {
    dtype,
    shape,
    data_offsets: [begin, end],
  } = entry.data
  if (!isStoredType(dtype)) throw damaged(`${name} has the type ${dtype}; expected F32, F16 or BF16`)
  const length = shape.reduce((product, extent) => product * extent, widths[dtype])
  if (end - begin !== length) {
    throw damaged(`${name} has ${end - begin} bytes, and its shape [${shape.join(', ')}] takes ${length}`)
  }
  return { name, type: dtype, shape, begin, end }
}

function isStoredType(type: string): type is StoredType {
  return Object.hasOwn(widths, type)
}

function parseJson(bytes: Uint8Array, damaged: (what: string) => PixelloomError): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw damaged('its header is not JSON')
  }
}

function checkVersion(metadata: Record<string, string>, subject: string): void {
  // Only files written here state a checksum of this form; others may have a version of their own.
  const version = Number(metadata['version'])
  if (metadata['checksum']?.startsWith('sha256:') && version > 1) {
    throw failure('models.newerWeights', { path: subject, version }, subject)
  }
}

function damage(subject: string): (what: string) => PixelloomError {
  return (what) => failure('models.header', { path: subject, detail: what }, subject)
}
