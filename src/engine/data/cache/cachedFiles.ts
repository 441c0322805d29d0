import { failure, PixelloomError } from '../../../shared/errors'
import { note } from '../../../shared/jobEvents'
import type { SkippedFile } from '../../../shared/jobs'
import type { Host } from '../../host'
import { decodeFile, isGrey, loadFiles, type BadFile, type Decoded, skippedFile } from '../decodeFiles'
import { forEachPart, memoryStore, type PixelStore } from '../pixelStore'
import { defaultMemoryLimit, type OpenOptions } from '../options'
import type { ImageFile } from '../scanFolder'
import { toldOf } from '../reasons'
import { DecodedTable, markOf } from './decodedTable'
import { ImageCache, type Opened, type Preparation } from './imageCache'
import type { CacheIndex } from './indexFile'

/** The image files of a source, decoded: what a set is made of. */
export interface DecodedFiles {
  /** Of the images in the order of their pixels. */
  readonly table: DecodedTable
  readonly store: PixelStore
  readonly grey: boolean
  readonly skipped: readonly SkippedFile[]
}

export interface Wanted {
  /** In the order of preference. */
  readonly files: readonly ImageFile[]
  /** How many images of them, at most. */
  readonly count: number
  readonly pathOf: (key: string) => string
  readonly preparation: Preparation
}

/**
 * Decoded files by way of a cache: what is there and still true of its file is taken, the rest decoded and
 * kept. Images beyond the memory limit stay on disk and are checked at each read; one that is damaged there
 * is decoded again. `disk` where nothing can be kept.
 */
export async function openCachedFiles(
  host: Host,
  wanted: Wanted,
  options: OpenOptions & { cacheFolder: string },
): Promise<DecodedFiles> {
  const { size, channels } = wanted.preparation
  const stride = size * size * channels
  const cache = await ImageCache.for(host.storage, options.cacheFolder, wanted.preparation)
  const load = ({ path }: Pick<ImageFile, 'path'>): Promise<Decoded | BadFile> =>
    decodeFile(host, path, { side: size, channels })
  const rebuild = async (old: Opened | undefined): Promise<SkippedFile[]> => {
    if (old) cache.replaces(old)
    return build({ cache, stride, channels, wanted, load: reusing(old, load), options })
  }
  const reopen = async (): Promise<Opened> => {
    const opened = await cache.open(stride)
    if (opened !== undefined && opened !== 'damaged') return opened
    throw new PixelloomError('disk', `What was just written to ${options.cacheFolder} is not there.`)
  }

  const found = await cache.open(stride)
  if (found === 'damaged') options.onNote?.(note('notes.decodedAgain', {}))
  let opened = found === 'damaged' ? undefined : found
  let skipped = opened && (await stillTrue(wanted, opened.index, load))
  if (!opened || !skipped) {
    skipped = await rebuild(opened)
    opened = await reopen()
  }

  const limit = options.memoryLimit ?? defaultMemoryLimit
  if (opened.store.count * stride > limit) {
    const store = mending(opened, load, wanted.pathOf, options.onNote)
    return { table: opened.index.table, store, grey: opened.index.grey, skipped }
  }
  let held = await inMemory(opened, options.signal)
  if (!held) {
    options.onNote?.(note('notes.someDecodedAgain', {}))
    skipped = await rebuild(opened)
    opened = await reopen()
    held = await inMemory(opened, options.signal)
  }
  if (!held) throw new PixelloomError('disk', `${options.cacheFolder} doesn't keep what is written to it.`)
  return { table: opened.index.table, store: held, grey: opened.index.grey, skipped }
}

/** The files left out, where the cache is what decoding would give now; undefined where it is out of date. */
async function stillTrue(
  { files, count }: Wanted,
  { table, bad }: CacheIndex,
  load: (file: ImageFile) => Promise<Decoded | BadFile>,
): Promise<SkippedFile[] | undefined> {
  const known = new Map(bad.map((file) => [file.key, file]))
  const skipped: SkippedFile[] = []
  let kept = 0
  for (const file of files) {
    if (kept === count) break
    if (table.find(file) !== undefined) {
      kept++
      continue
    }
    const before = known.get(file.key)
    if (before?.size !== file.size || before.modified !== file.modified) return undefined
    // What could not be read the last time may be readable now.
    const now = before.lasting ? before : await load(file)
    if ('pixels' in now) return undefined
    skipped.push(skippedFile({ file, bad: now }))
  }
  return kept === table.count ? skipped : undefined
}

/** Takes images that are in a cache and whole from there. */
function reusing(
  old: Opened | undefined,
  load: (file: ImageFile) => Promise<Decoded | BadFile>,
): (file: ImageFile) => Promise<Decoded | BadFile> {
  return async (file) => {
    const at = old?.index.table.find(file)
    if (!old || at === undefined) return load(file)
    const pixels = await old.store.read(Uint32Array.of(at))
    return markOf(pixels) === old.index.table.markAt(at)
      ? { pixels, ...old.index.table.sizeAt(at) }
      : load(file)
  }
}

async function build(parts: {
  cache: ImageCache
  stride: number
  channels: 1 | 3
  wanted: Wanted
  load: (file: ImageFile) => Promise<Decoded | BadFile>
  options: OpenOptions
}): Promise<SkippedFile[]> {
  const { cache, stride, channels, wanted, load, options } = parts
  const writer = await cache.begin()
  const table = DecodedTable.withRoom(wanted.count)
  let grey = channels === 3
  try {
    const left = await loadFiles(
      wanted.files,
      wanted.count,
      load,
      async (images) => {
        const bytes = new Uint8Array(images.length * stride)
        images.forEach(({ file, image: { pixels, width, height } }, i) => {
          table.add({ file, width, height, mark: markOf(pixels) })
          bytes.set(pixels, i * stride)
        })
        grey &&= isGrey(bytes)
        if (images.length > 0) await writer.append(bytes)
      },
      options,
    )
    const skipped = left.map(skippedFile)
    if (table.count === 0) throw new NoneUsable(skipped)
    const bad = left.map(({ file: { key, size, modified }, bad: why }) => ({ key, size, modified, ...why }))
    await cache.finish({ pixels: writer.name, stride, grey, bad, table })
    return skipped
  } catch (thrown) {
    await writer.discard()
    throw thrown
  }
}

/** No file is a usable image: there is nothing to keep. */
export class NoneUsable extends Error {
  constructor(readonly skipped: readonly SkippedFile[]) {
    super('no usable image')
  }
}

/** All pixels, or undefined where one is not what it was. */
async function inMemory(
  { index: { table }, store }: Opened,
  signal: AbortSignal | undefined,
): Promise<PixelStore | undefined> {
  const { count, stride } = store
  const all = new Uint8Array(count * stride)
  let broken = 0
  const take = (images: Uint8Array, first: number): void => {
    all.set(images, first * stride)
    for (let i = 0; i * stride < images.length; i++) {
      if (markOf(images.subarray(i * stride, (i + 1) * stride)) !== table.markAt(first + i)) broken++
    }
  }
  await forEachPart(store, take, signal)
  return broken === 0 ? memoryStore(all, count, stride) : undefined
}

/** Checks every image it reads, and decodes the file again where its pixels are not what they were. */
function mending(
  { index: { table }, store }: Opened,
  load: (file: Pick<ImageFile, 'path'>) => Promise<Decoded | BadFile>,
  pathOf: (key: string) => string,
  onNote: OpenOptions['onNote'],
): PixelStore {
  const { count, stride } = store
  let noted = false
  const mend = async (position: number): Promise<Uint8Array> => {
    if (!noted) onNote?.(note('notes.decodedAsNeeded', {}))
    noted = true
    const path = pathOf(table.keys.at(position))
    const image = await load({ path })
    if ('pixels' in image) return image.pixels
    throw failure('data.vanished', { path, why: toldOf({ path, ...image }) }, path)
  }
  return {
    count,
    stride,
    async read(positions) {
      const bytes = await store.read(positions).catch((thrown: unknown) => {
        if (thrown instanceof PixelloomError) return new Uint8Array(positions.length * stride)
        throw thrown
      })
      for (const [i, position] of positions.entries()) {
        const image = bytes.subarray(i * stride, (i + 1) * stride)
        if (markOf(image) !== table.markAt(position)) image.set(await mend(position))
      }
      return bytes
    },
  }
}
