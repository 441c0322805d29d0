import { PixelloomError } from '../../shared/errors'
import { centreSquare, flatten } from '../pixels/flatten'
import { resize } from '../pixels/resize'
import { throwIfCancelled } from './concurrent'
import type { ImageSet } from './imageSet'
import { allocateImages } from './memory'
import type { OpenOptions } from './options'

/** Images of one size one after the other, as a data file holds them: [count, height, width, channels]. */
export interface Packed {
  readonly format: 'idx' | 'cifar' | 'npy'
  readonly values: 'bytes' | 'levels'
  readonly count: number
  readonly height: number
  readonly width: number
  readonly channels: 1 | 3
  readonly data: Uint8Array
}

/** An ImageSet over packed images. The key of an image is its position. */
export function packedSet(packed: Packed, source: string, extra: Partial<ImageSet> = {}): ImageSet {
  const { format, values, count, height, width, channels, data } = packed
  if (count === 0 || height === 0 || width === 0) {
    throw new PixelloomError('no-images', `${source} holds no images. Choose another file.`, source)
  }
  const stride = height * width * channels
  return {
    format,
    values,
    count,
    height,
    width,
    channels,
    image(index) {
      if (!(index >= 0 && index < count)) throw new RangeError(`No image ${index} of ${count}`)
      return data.subarray(index * stride, (index + 1) * stride)
    },
    key: (index) => String(index),
    skipped: [],
    originals: { smallest: { width, height }, largest: { width, height } },
    ...extra,
  }
}

/**
 * Packed bytes at the size and with the channels asked for: centre crop, area averaging, luma or repeated
 * greys. The same set where it is so already.
 */
export async function convertSet(set: ImageSet, options: OpenOptions): Promise<ImageSet> {
  const channels = options.channels ?? set.channels
  const height = options.size ?? set.height
  const width = options.size ?? set.width
  if (channels === set.channels && height === set.height && width === set.width) return set
  const stride = height * width * channels
  const data = allocateImages(set.count, stride)
  for (let i = 0; i < set.count; i++) {
    const raster = { width: set.width, height: set.height, channels: set.channels, data: set.image(i) }
    const image = flatten(options.size === undefined ? raster : centreSquare(raster), channels)
    data.set(resize(image, width, height).data, i * stride)
    if (i % 1000 === 999) {
      // Lets a cancelling message in.
      await new Promise((resolve) => setTimeout(resolve, 0))
      throwIfCancelled(options.signal)
      options.onProgress?.(i + 1, set.count)
    }
  }
  const { format, values, count, originals } = set
  const packed = { format: format as Packed['format'], values, count, height, width, channels, data }
  return packedSet(packed, '', { originals })
}
