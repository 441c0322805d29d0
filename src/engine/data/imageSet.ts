import type { SkippedFile } from '../../shared/jobs'

/**
 * Images of one size, ready for a model: what every data source becomes.
 *
 * `bytes`: 8-bit values as a file has them, quantised (or binarised) by whoever makes a batch.
 * `levels`: values already in 0..levels-1 (`.npy`), used as they are.
 */
export interface ImageSet {
  readonly format: 'folder' | 'idx' | 'cifar' | 'npy'
  readonly values: 'bytes' | 'levels'
  readonly count: number
  readonly height: number
  readonly width: number
  readonly channels: 1 | 3
  /**
   * The named images, [N, height, width, channels], copied: from memory, or from a file where they are too
   * many for it. RangeError for an index that there isn't; `unreadable` where a file went away meanwhile.
   */
  read(indices: Uint32Array): Promise<Uint8Array>
  /** A stable key of the image: its relative path, or its position in a file. Held-out shares hash it. */
  key(index: number): string
  /** Where an image is, to be shown to people: its path, or its position in a data file. */
  readonly place?: (index: number) => string
  /** The size an image had before any scaling, where they differ. */
  readonly originalSize?: (index: number) => ImageSize
  /** Files left out, each with its reason. */
  readonly skipped: readonly SkippedFile[]
  /** Size range of the originals by area, before any scaling; absent for an empty set. */
  readonly originals?: { readonly smallest: ImageSize; readonly largest: ImageSize }
  /** For `levels`: the largest value there is, so that a model needs at least one level more. */
  readonly largestLevel?: number
}

export interface ImageSize {
  readonly width: number
  readonly height: number
}
