import type { Storage } from '../host'
import { failure } from '../../shared/errors'
import type { ImageSet } from './imageSet'
import { allocateImages } from './memory'
import { packedSet } from './packedSet'

const side = 32
const plane = side * side
/** A label, then a red, a green and a blue plane. */
const recordLength = 1 + 3 * plane

/** CIFAR-10's binary batches in a folder: those for training where they are named so, else all. */
export function cifarBatches(names: readonly string[]): string[] {
  const binary = names.filter((name) => !name.startsWith('.') && /\.bin$/i.test(name))
  const training = binary.filter(isTrainingBatch)
  return training.length > 0 ? training : binary
}

export function isTrainingBatch(name: string): boolean {
  return /^data_batch.*\.bin$/i.test(name)
}

/**
 * CIFAR-10 binary batches, in the order given: records of 3,073 bytes, a label 0..9 and 32 x 32 pixels by
 * colour plane. `bad-data-file` where a length or a label is another.
 */
export async function openCifar(
  storage: Storage,
  paths: readonly string[],
  limit?: number,
): Promise<ImageSet> {
  const counts: number[] = []
  for (const path of paths) counts.push(await countRecords(storage, path))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const count = Math.min(total, limit ?? total)
  const data = allocateImages(count, 3 * plane)
  let done = 0
  for (const [index, path] of paths.entries()) {
    const records = Math.min(counts[index] ?? 0, count - done)
    if (records === 0) break
    const bytes = await storage.readPart(path, 0, records * recordLength)
    unpack(path, bytes, data.subarray(done * 3 * plane))
    done += records
  }
  const shape = { count, height: side, width: side, channels: 3 } as const
  return packedSet({ format: 'cifar', values: 'bytes', ...shape, data }, paths[0] ?? '')
}

async function countRecords(storage: Storage, path: string): Promise<number> {
  const size = await storage.size(path)
  if (size > 0 && size % recordLength === 0) return size / recordLength
  throw failure('data.cifarLength', { path, size, record: recordLength }, path)
}

function unpack(path: string, bytes: Uint8Array, into: Uint8Array): void {
  for (let record = 0; record * recordLength < bytes.length; record++) {
    const start = record * recordLength
    const label = bytes[start] ?? 0
    if (label > 9) throw failure('data.cifarLabel', { path, label, record }, path)
    for (let pixel = 0; pixel < plane; pixel++) {
      const to = (record * plane + pixel) * 3
      for (let c = 0; c < 3; c++) into[to + c] = bytes[start + 1 + c * plane + pixel] ?? 0
    }
  }
}
