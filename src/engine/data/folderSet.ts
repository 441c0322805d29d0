import { PixelloomError } from '../../shared/errors'
import type { SkippedFile } from '../../shared/jobs'
import type { Host } from '../host'
import { centreSquare, flatten } from '../pixels/flatten'
import { resize } from '../pixels/resize'
import { mapConcurrently } from './concurrent'
import { hashKey } from './hash'
import type { ImageSet, ImageSize } from './imageSet'
import { allocateImages } from './memory'
import type { OpenOptions } from './options'
import { reasonOf } from './reasons'
import type { ImageFile } from './scanFolder'

/** Side of the images of a folder where nobody says otherwise: that of CIFAR-10 and of ImageNet 32. */
export const defaultFolderSize = 32

/** Files decoded at a time: enough to keep decoder threads busy, few enough for large photos. */
const concurrency = 4

/** The decoder may scale down to this many times the size; the rest is exact area averaging. */
const reduction = 4

/**
 * The image files of a folder as squares of one size: centre crop, area-averaged (smooth where smaller), in
 * memory, in the order of their keys. Without `channels`: one where no image has a colour, else three. Bad
 * files are named in `skipped`. With `limit`, the images with the smallest hashes of their keys.
 */
export async function openFiles(
  host: Host,
  root: string,
  found: { files: readonly ImageFile[]; skipped: readonly SkippedFile[] },
  options: OpenOptions,
): Promise<ImageSet> {
  const size = options.size ?? defaultFolderSize
  const decoded = options.channels ?? 3
  const stride = size * size * decoded
  const order = inOrder(found.files, options.limit)
  const wanted = Math.min(order.length, options.limit ?? order.length)
  const bytes = allocateImages(wanted, stride)
  const skipped = [...found.skipped]
  const kept: { key: string; slot: number; original: ImageSize }[] = []
  let done = 0

  const load = async ({ path, key }: ImageFile): Promise<void> => {
    try {
      const square = await host.pixels.decodeSquare(path, size * reduction)
      const image = resize(flatten(centreSquare(square.image), decoded), size, size)
      const slot = kept.push({ key, slot: kept.length, original: square }) - 1
      bytes.set(image.data, slot * stride)
    } catch (thrown) {
      skipped.push({ path, reason: reasonOf(thrown, path) })
    }
    options.onProgress?.(++done, wanted + skipped.length - found.skipped.length)
  }
  // Bad files do not count towards a limit: others take their places.
  for (let next = 0; kept.length < wanted && next < order.length;) {
    const round = order.slice(next, next + wanted - kept.length)
    next += round.length
    await mapConcurrently(round, concurrency, load, options.signal)
  }

  if (kept.length === 0) throw noImages(root, skipped)
  kept.sort((a, b) => (a.key < b.key ? -1 : 1))
  skipped.sort((a, b) => (a.path < b.path ? -1 : 1))
  const channels = options.channels ?? (isGrey(bytes, kept.length * stride) ? 1 : 3)
  const values = channels < decoded ? everyThird(bytes) : bytes
  const length = size * size * channels
  const at = (index: number): { key: string; slot: number } => {
    const entry = kept[index]
    if (!entry) throw new RangeError(`No image ${index} of ${kept.length}`)
    return entry
  }
  return {
    format: 'folder',
    values: 'bytes',
    count: kept.length,
    height: size,
    width: size,
    channels,
    image: (index) => values.subarray(at(index).slot * length, (at(index).slot + 1) * length),
    key: (index) => at(index).key,
    skipped,
    originals: range(kept.map(({ original }) => original)),
  }
}

function inOrder(files: readonly ImageFile[], limit: number | undefined): readonly ImageFile[] {
  if (limit === undefined || limit >= files.length) return files
  return files
    .map((file) => ({ file, hash: hashKey(file.key, 'limit') }))
    .sort((a, b) => a.hash - b.hash || (a.file.key < b.file.key ? -1 : 1))
    .map(({ file }) => file)
}

function isGrey(bytes: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i += 3) {
    if (bytes[i] !== bytes[i + 1] || bytes[i] !== bytes[i + 2]) return false
  }
  return true
}

function everyThird(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length / 3)
  for (let i = 0; i < result.length; i++) result[i] = bytes[i * 3] ?? 0
  return result
}

function range(sizes: readonly ImageSize[]): { smallest: ImageSize; largest: ImageSize } | undefined {
  const plain = sizes.map(({ width, height }) => ({ width, height }))
  plain.sort((a, b) => a.width * a.height - b.width * b.height)
  const [smallest, largest] = [plain[0], plain.at(-1)]
  return smallest && largest && { smallest, largest }
}

export function noImages(root: string, skipped: readonly SkippedFile[]): PixelloomError {
  const [first] = skipped
  const bad = skipped.length === 1 ? '1 file was' : `${skipped.length} files were`
  const why = first ? ` ${bad} left out; the first, ${first.path}, ${first.reason}` : ''
  const message = `There is no usable image in ${root}. Choose a folder with PNG, JPEG, WebP, GIF, AVIF or TIFF files.${why}`
  return new PixelloomError('no-images', message, root)
}
