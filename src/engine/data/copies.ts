import { PixelloomError } from '../../shared/errors'
import type { Host } from '../host'
import { checksum } from '../storage/checksum'
import { markOf } from './cache/decodedTable'
import { mapConcurrently, throwIfCancelled } from './concurrent'
import type { ImageSet } from './imageSet'

/** Images read at a time to be compared. */
const part = 4096
/** Whole files decoded at a time. */
const concurrency = 2

interface Options {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Groups of images that are the same, by their positions in the set, ascending. Of a data file the same values; of a
 * folder the same pixels of the whole upright picture, which those that look alike at the set's own size are decoded
 * for. (A JPEG or WebP may be scaled down by its own decoder, and then does not look like a PNG of the same pixels.)
 */
export async function findCopies(host: Host, set: ImageSet, options: Options = {}): Promise<number[][]> {
  const candidates = await alike(set, options.signal)
  const { place } = set
  if (set.format !== 'folder' || !place) return candidates
  const total = candidates.reduce((sum, group) => sum + group.length, 0)
  let done = 0
  const groups: number[][] = []
  for (const group of candidates) {
    const marks = await mapConcurrently(
      group,
      concurrency,
      async (index) => {
        const mark = await markOfFile(host, place(index))
        options.onProgress?.(++done, total)
        return mark
      },
      options.signal,
    )
    groups.push(...together(group, (_, i) => marks[i]))
  }
  return groups
}

/** Groups of images whose values in the set are the same, and so are their sizes before. */
async function alike(set: ImageSet, signal: AbortSignal | undefined): Promise<number[][]> {
  const stride = set.height * set.width * set.channels
  const marks = new Uint32Array(set.count)
  for (let from = 0; from < set.count; from += part) {
    throwIfCancelled(signal)
    const length = Math.min(part, set.count - from)
    const bytes = await set.read(Uint32Array.from({ length }, (_, i) => from + i))
    for (let i = 0; i < length; i++) marks[from + i] = markOf(bytes.subarray(i * stride, (i + 1) * stride))
  }
  const all = Array.from(marks.keys())
  const sameMark = together(all, (index) => {
    const { width, height } = set.originalSize?.(index) ?? set
    return `${marks[index]} ${width} ${height}`
  })
  // A mark has 32 bits only: of a hundred thousand images two that differ may have the same one.
  const groups: number[][] = []
  for (const group of sameMark) {
    const bytes = await set.read(Uint32Array.from(group))
    groups.push(...together(group, (_, i) => bytes.subarray(i * stride, (i + 1) * stride).toString()))
  }
  return groups
}

/** Of a whole picture, upright; undefined where it can't be read any more. */
async function markOfFile({ pixels }: Host, path: string): Promise<string | undefined> {
  try {
    const { width, height, channels, data } = await pixels.decode(path)
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return `${width} ${height} ${channels} ${await checksum(bytes)}`
  } catch (thrown) {
    if (thrown instanceof PixelloomError) return undefined
    throw thrown
  }
}

/** Items with the same key together, where there are two or more; those without a key are left out. */
function together<T>(items: readonly T[], keyOf: (item: T, position: number) => string | undefined): T[][] {
  const groups = new Map<string, T[]>()
  items.forEach((item, i) => {
    const key = keyOf(item, i)
    if (key === undefined) return
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  })
  return [...groups.values()].filter((group) => group.length > 1)
}
