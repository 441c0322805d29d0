/** How a data source is opened. */
export interface OpenOptions {
  /** Side of the square images; a data file keeps its own size without it, and `.npy` always does. */
  readonly size?: number
  readonly channels?: 1 | 3
  /** At most so many images. */
  readonly limit?: number
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}
