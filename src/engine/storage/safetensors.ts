import { failure, PixelloomError } from '../../shared/errors'
import { checksum } from './checksum'
import { fromBfloat16, fromFloat16 } from './halves'
import { parseHeader, type TensorEntry } from './safetensorsHeader'

/** A tensor outside any runtime: row-major values. */
export interface StoredTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export interface Safetensors {
  readonly tensors: Map<string, StoredTensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** The version that files written here state in their metadata. */
const version = '1'

/**
 * Tensors as the bytes of a safetensors file: F32, sorted by name, the same bytes for the same tensors. The
 * metadata states a version and the checksum of what follows the header.
 */
export async function encodeSafetensors(
  tensors: Iterable<readonly [string, StoredTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))
  const body = new Uint8Array(sorted.reduce((sum, [, { data }]) => sum + data.byteLength, 0))
  const header: Record<string, unknown> = {}
  let offset = 0
  for (const [name, { shape, data }] of sorted) {
    const entries = shape.reduce((product, extent) => product * extent, 1)
    if (entries !== data.length) {
      throw new PixelloomError('internal', `${name} has ${data.length} values for [${shape.join(', ')}].`)
    }
    body.set(littleEndian(data), offset)
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const stated = { ...metadata, version, checksum: await checksum(body) }
  const text = JSON.stringify({ __metadata__: stated, ...header })
  const length = new TextEncoder().encode(text).length
  // Spaces bring the tensors to a multiple of eight bytes.
  const encoded = new TextEncoder().encode(text + ' '.repeat((8 - (length % 8)) % 8))
  const bytes = new Uint8Array(8 + encoded.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(encoded.length), true)
  bytes.set(encoded, 8)
  bytes.set(body, 8 + encoded.length)
  return bytes
}

/**
 * The tensors of a safetensors file, as floats (F32, F16, BF16). `subject` is the path for errors:
 * `model-damaged`, naming the tensor, where lengths, offsets or the checksum (if stated) don't fit;
 * `unsupported` for a newer version.
 */
export async function decodeSafetensors(bytes: Uint8Array, subject: string): Promise<Safetensors> {
  const header = parseHeader(bytes, bytes.length, subject)
  const { metadata } = header
  const body = bytes.subarray(header.bodyStart)
  if (metadata['checksum']?.startsWith('sha256:') && metadata['checksum'] !== (await checksum(body))) {
    throw failure('models.weights', { path: subject }, subject)
  }
  const tensors = new Map(
    header.entries.map((entry) => [entry.name, { shape: entry.shape, data: values(body, entry) }]),
  )
  return { tensors, metadata }
}

function values(body: Uint8Array, { type, begin, end }: TensorEntry): Float32Array {
  // A copy, since tensors may begin at any byte and outlive the file.
  const bytes = body.slice(begin, end)
  if (type === 'F16') return fromFloat16(bytes)
  if (type === 'BF16') return fromBfloat16(bytes)
  return isLittleEndian ? new Float32Array(bytes.buffer) : new Float32Array(swapped(bytes).buffer)
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

function littleEndian(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return isLittleEndian ? bytes : swapped(bytes)
}

function swapped(bytes: Uint8Array): Uint8Array {
  const result = bytes.slice()
  for (let i = 0; i < result.length; i += 4) result.subarray(i, i + 4).reverse()
  return result
}
