import { failure } from '../../shared/errors'
import { centreSquare, flatten } from '../pixels/flatten'
import { resize } from '../pixels/resize'
import type { ImageSet } from './imageSet'
import { allocateImages } from './memory'
import { defaultMemoryLimit, type OpenOptions } from './options'
import { forEachPart, memoryStore, type PixelStore } from './pixelStore'

/** Images of one size, [count, height, width, channels], as a data file holds them or a part of it does. */
export interface Packed {
  readonly format: 'idx' | 'cifar' | 'npy'
  readonly values: 'bytes' | 'levels'
  readonly count: number
  readonly height: number
  readonly width: number
  readonly channels: 1 | 3
  /** In memory, or where they are too many for it in their file. */
  readonly data: Uint8Array | PixelStore
}

/** An ImageSet over packed images. The key of an image is its position. */
export function packedSet(packed: Packed, source: string, extra: Partial<ImageSet> = {}): ImageSet {
  const { format, values, count, height, width, channels, data } = packed
  if (count === 0 || height === 0 || width === 0) {
    throw failure('data.emptyFile', { path: source }, source)
  }
  const store = data instanceof Uint8Array ? memoryStore(data, count, height * width * channels) : data
  return {
    format,
    values,
    count,
    height,
    width,
    channels,
    read: (indices) => store.read(indices),
    key: (index) => String(index),
    skipped: [],
    originals: { smallest: { width, height }, largest: { width, height } },
    ...extra,
  }
}

/**
 * Packed bytes at the size and with the channels asked for: centre crop, area averaging, luma or repeated
 * greys. The same set where it is so already; at each read where the result is too large for memory.
 */
export async function convertSet(set: ImageSet, options: OpenOptions): Promise<ImageSet> {
  const { margin = 0, memoryLimit = defaultMemoryLimit } = options
  const channels = options.channels ?? set.channels
  const side = options.size === undefined ? undefined : options.size + margin
  const [height, width] = [side ?? set.height, side ?? set.width]
  if (channels === set.channels && height === set.height && width === set.width) return set
  const { format, values, count, originals } = set
  const stride = height * width * channels
  const convert = (images: Uint8Array): Uint8Array => {
    const from = set.height * set.width * set.channels
    const out = new Uint8Array((images.length / from) * stride)
    for (let i = 0; i * from < images.length; i++) {
      const data = images.subarray(i * from, (i + 1) * from)
      const raster = { width: set.width, height: set.height, channels: set.channels, data }
      const image = flatten(side === undefined ? raster : centreSquare(raster), channels)
      out.set(resize(image, width, height).data, i * stride)
    }
    return out
  }
  const store = {
    count,
    stride,
    read: async (positions: Uint32Array) => convert(await set.read(positions)),
  }
  const packed = { format: format as Packed['format'], values, count, height, width, channels }
  if (count * stride > memoryLimit) return packedSet({ ...packed, data: store }, '', { originals })
  const data = allocateImages(count, stride)
  await forEachPart(
    store,
    (images, first) => {
      data.set(images, first * stride)
      options.onProgress?.(first + images.length / stride, count)
    },
    options.signal,
  )
  return packedSet({ ...packed, data }, '', { originals })
}
