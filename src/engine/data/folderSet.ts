import { failure, PixelloomError } from '../../shared/errors'
import { note } from '../../shared/jobEvents'
import type { SkippedFile } from '../../shared/jobs'
import type { Host } from '../host'
import { NoneUsable, openCachedFiles, type DecodedFiles, type Wanted } from './cache/cachedFiles'
import { DecodedTable } from './cache/decodedTable'
import { decodeFile, isGrey, loadFiles, skippedFile } from './decodeFiles'
import { hashKey } from './hash'
import type { ImageSet, ImageSize } from './imageSet'
import { allocateImages } from './memory'
import type { OpenOptions } from './options'
import { toldOf } from './reasons'
import { checkPosition, memoryStore } from './pixelStore'
import type { ImageFile } from './scanFolder'

/** Side of the images of a folder where nobody says otherwise: that of CIFAR-10 and of ImageNet 32. */
export const defaultFolderSize = 32

/**
 * The image files of a folder as squares of one size: centre crop, area-averaged (smooth where smaller), in
 * the order of their keys. Without `channels`: one where no image has a colour, else three. Bad files are
 * named in `skipped`. With `limit`, the images with the smallest hashes of their keys. With a cache folder
 * what was decoded is kept there.
 */
export async function openFiles(
  host: Host,
  root: string,
  found: {
    files: readonly ImageFile[]
    skipped: readonly SkippedFile[]
    /** Where the file of a key is; below the root where left out. */
    pathOf?: (key: string) => string
  },
  options: OpenOptions,
): Promise<ImageSet> {
  const size = (options.size ?? defaultFolderSize) + (options.margin ?? 0)
  const channels = options.channels ?? 3
  const { limit } = options
  const wanted: Wanted = {
    files: inOrder(found.files, limit),
    count: Math.min(found.files.length, limit ?? Infinity),
    pathOf: found.pathOf ?? ((key) => host.storage.join(root, ...key.split('/'))),
    preparation: { root, size, channels, ...(limit !== undefined && { limit }) },
  }
  try {
    const decoded = (await cached(host, wanted, options)) ?? (await decodeAll(host, wanted, options))
    return toSet(decoded, wanted, found.skipped, options)
  } catch (thrown) {
    if (thrown instanceof NoneUsable) throw noImages(root, [...found.skipped, ...thrown.skipped])
    throw thrown
  }
}

/** By way of the cache, if there is one and it can be written. */
async function cached(host: Host, wanted: Wanted, options: OpenOptions): Promise<DecodedFiles | undefined> {
  const { cacheFolder, onNote } = options
  if (cacheFolder === undefined) return undefined
  try {
    return await openCachedFiles(host, wanted, { ...options, cacheFolder })
  } catch (thrown) {
    if (!(thrown instanceof PixelloomError) || thrown.code !== 'disk') throw thrown
    onNote?.(note('notes.notCached', { why: { text: thrown.message, because: thrown.because } }))
    return undefined
  }
}

/** In memory. */
async function decodeAll(host: Host, wanted: Wanted, options: OpenOptions): Promise<DecodedFiles> {
  const { size, channels } = wanted.preparation
  const stride = size * size * channels
  const bytes = allocateImages(wanted.count, stride)
  const table = DecodedTable.withRoom(wanted.count)
  const left = await loadFiles(
    wanted.files,
    wanted.count,
    ({ path }) => decodeFile(host, path, { side: size, channels }),
    (images) => {
      for (const { file, image } of images) {
        bytes.set(image.pixels, table.count * stride)
        table.add({ file, width: image.width, height: image.height, mark: 0 })
      }
    },
    options,
  )
  const skipped = left.map(skippedFile)
  if (table.count === 0) throw new NoneUsable(skipped)
  const used = bytes.subarray(0, table.count * stride)
  const store = memoryStore(used, table.count, stride)
  return { table, store, grey: channels === 3 && isGrey(used), skipped }
}

function toSet(
  { table, store, grey, skipped }: DecodedFiles,
  { pathOf, preparation: { size, channels: decoded } }: Wanted,
  alsoSkipped: readonly SkippedFile[],
  options: OpenOptions,
): ImageSet {
  const channels = options.channels ?? (grey ? 1 : 3)
  const positions = inKeyOrder(table)
  const at = (index: number): number => {
    checkPosition(index, table.count)
    return positions[index] ?? 0
  }
  return {
    format: 'folder',
    values: 'bytes',
    count: table.count,
    height: size,
    width: size,
    channels,
    async read(indices) {
      const bytes = await store.read(indices.map(at))
      return channels < decoded ? everyThird(bytes) : bytes
    },
    key: (index) => table.keys.at(at(index)),
    place: (index) => pathOf(table.keys.at(at(index))),
    originalSize: (index) => table.sizeAt(at(index)),
    skipped: [...alsoSkipped, ...skipped].sort((a, b) => (a.path < b.path ? -1 : 1)),
    ...originalsOf(table),
  }
}

function inOrder(files: readonly ImageFile[], limit: number | undefined): readonly ImageFile[] {
  if (limit === undefined || limit >= files.length) return files
  return files
    .map((file) => ({ file, hash: hashKey(file.key, 'limit') }))
    .sort((a, b) => a.hash - b.hash || (a.file.key < b.file.key ? -1 : 1))
    .map(({ file }) => file)
}

/** Positions in the table, sorted by key; those of a whole folder already are. */
function inKeyOrder({ keys, count }: DecodedTable): Uint32Array {
  const positions = Uint32Array.from({ length: count }, (_, i) => i)
  const isSorted = positions.every((i) => i === 0 || keys.at(i - 1) < keys.at(i))
  return isSorted ? positions : positions.sort((a, b) => (keys.at(a) < keys.at(b) ? -1 : 1))
}

function everyThird(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length / 3)
  for (let i = 0; i < result.length; i++) result[i] = bytes[i * 3] ?? 0
  return result
}

function originalsOf(table: DecodedTable): Pick<ImageSet, 'originals'> {
  const area = ({ width, height }: ImageSize): number => width * height
  let smallest = table.sizeAt(0)
  let largest = smallest
  for (let i = 1; i < table.count; i++) {
    const size = table.sizeAt(i)
    if (area(size) < area(smallest)) smallest = size
    if (area(size) >= area(largest)) largest = size
  }
  return { originals: { smallest, largest } }
}

export function noImages(root: string, skipped: readonly SkippedFile[]): PixelloomError {
  const [first] = skipped
  if (!first) return failure('data.noImages', { path: root }, root)
  const why = { path: root, first: first.path, why: toldOf(first) }
  return skipped.length === 1
    ? failure('data.oneUnusable', why, root)
    : failure('data.noneUsable', { ...why, count: skipped.length }, root)
}
