import { KeyTable } from '../keyTable'
import type { ImageFile } from '../scanFolder'

/** A decoded image: the file it came from, the size it had there, and a mark of its pixels. */
export interface DecodedImage {
  readonly file: Pick<ImageFile, 'key' | 'size' | 'modified'>
  readonly width: number
  readonly height: number
  readonly mark: number
}

/** The columns of the table, as an index file holds them. */
export interface Columns {
  readonly count: number
  readonly units: Uint16Array
  readonly ends: Uint32Array
  readonly sizes: Float64Array
  readonly times: Float64Array
  readonly widths: Uint32Array
  readonly heights: Uint32Array
  readonly marks: Uint32Array
}

/** What is known of decoded images, in the order of their pixels; some fifty bytes each beside the key. */
export class DecodedTable {
  private constructor(
    readonly keys: KeyTable,
    private readonly values: Pick<Columns, 'sizes' | 'times' | 'widths' | 'heights' | 'marks'>,
  ) {}

  /** An empty one with room for `capacity` images. */
  static withRoom(capacity: number): DecodedTable {
    return new DecodedTable(new KeyTable(), {
      sizes: new Float64Array(capacity),
      times: new Float64Array(capacity),
      widths: new Uint32Array(capacity),
      heights: new Uint32Array(capacity),
      marks: new Uint32Array(capacity),
    })
  }

  static from({ count, units, ends, ...values }: Columns): DecodedTable {
    return new DecodedTable(new KeyTable(units, ends, count), values)
  }

  get count(): number {
    return this.keys.count
  }

  add({ file, width, height, mark }: DecodedImage): void {
    const { sizes, times, widths, heights, marks } = this.values
    const at = this.count
    if (at >= sizes.length) throw new RangeError(`No room for more than ${sizes.length} images`)
    this.keys.add(file.key)
    sizes[at] = file.size
    times[at] = file.modified
    widths[at] = width
    heights[at] = height
    marks[at] = mark
  }

  columns(): Columns {
    const { count } = this
    const { sizes, times, widths, heights, marks } = this.values
    return {
      count,
      ...this.keys.parts(),
      sizes: sizes.subarray(0, count),
      times: times.subarray(0, count),
      widths: widths.subarray(0, count),
      heights: heights.subarray(0, count),
      marks: marks.subarray(0, count),
    }
  }

  /** Where the image of a file is, if it is here and the file is still what it was. */
  find({ key, size, modified }: Pick<ImageFile, 'key' | 'size' | 'modified'>): number | undefined {
    const at = this.keys.find(key)
    if (at === undefined || this.values.sizes[at] !== size) return undefined
    return this.values.times[at] === modified ? at : undefined
  }

  sizeAt(at: number): { width: number; height: number } {
    return { width: this.values.widths[at] ?? 0, height: this.values.heights[at] ?? 0 }
  }

  markAt(at: number): number {
    return this.values.marks[at] ?? 0
  }
}

/** 32 bits that tell whether pixels are still what they were: FNV-1a over the bytes. */
export function markOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
  return hash >>> 0
}
