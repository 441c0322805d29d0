import type { NoteEvent } from '../../shared/jobEvents'

/** Bytes of images that are held in memory where nobody says otherwise. */
export const defaultMemoryLimit = 256 * 2 ** 20

/** How a data source is opened. */
export interface OpenOptions {
  /** Side of the square images; a data file keeps its own size without it, and `.npy` always does. */
  readonly size?: number
  readonly channels?: 1 | 3
  /** Pixels that the images of a size are larger than it, each side, for windows to be cut from. */
  readonly margin?: number
  /** At most so many images. */
  readonly limit?: number
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
  /** Where decoded images are kept from one time to the next; without it they are decoded each time. */
  readonly cacheFolder?: string
  /** Says what a person should know though nothing failed: that a cache was damaged. */
  readonly onNote?: (note: NoteEvent) => void
  /** Bytes of images up to which a set is held in memory; above, it is read from its file as needed. */
  readonly memoryLimit?: number
}
