/** Metadata that a camera leaves in a photo: a TIFF without an image (Exif 2.32, section 4.5). */

const orientationTag = 0x0112
const thumbnailTags = { offset: 0x0201, length: 0x0202 } as const

/** Bytes that JPEG files have before it. */
const prefix = 'Exif\0\0'

/**
 * The Exif of a photo whose pixels have been turned upright, for a file of its own: as it was, but with an orientation
 * of 1, and without the small preview, which shows the photo as it was before. A copy; without the prefix that JPEG
 * puts before it. Undefined where it isn't Exif.
 */
export function uprightExif(exif: Uint8Array): Uint8Array | undefined {
  const hasPrefix = String.fromCharCode(...exif.subarray(0, prefix.length)) === prefix
  const bytes = exif.slice(hasPrefix ? prefix.length : 0)
  const order = String.fromCharCode(...bytes.subarray(0, 4))
  if (order !== 'II*\0' && order !== 'MM\0*') return undefined
  const tiff = new Tiff(bytes, order === 'II*\0')
  const first = tiff.long(4)
  tiff.set(first, orientationTag, 1)
  const next = tiff.linkOf(first)
  const second = next === undefined ? 0 : (tiff.long(next) ?? 0)
  if (next !== undefined && second > 0) {
    const offset = tiff.get(second, thumbnailTags.offset)
    const length = tiff.get(second, thumbnailTags.length)
    if (offset !== undefined && length !== undefined) bytes.fill(0, offset, offset + length)
    tiff.setLong(next, 0)
  }
  return bytes
}

/** The few things of a TIFF that are looked at. What lies beyond the bytes is not there. */
class Tiff {
  private readonly view: DataView

  constructor(
    bytes: Uint8Array,
    private readonly isLittle: boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  long(at: number): number | undefined {
    return at + 4 <= this.view.byteLength ? this.view.getUint32(at, this.isLittle) : undefined
  }

  setLong(at: number, value: number): void {
    this.view.setUint32(at, value, this.isLittle)
  }

  /** The value of a tag that holds one number, in the directory at `directory`. */
  get(directory: number, tag: number): number | undefined {
    const at = this.entry(directory, tag)
    if (at === undefined) return undefined
    return this.isShort(at) ? this.view.getUint16(at + 8, this.isLittle) : this.long(at + 8)
  }

  /** Overwrites the value of a tag that holds one number; nothing where the directory has none. */
  set(directory: number | undefined, tag: number, value: number): void {
    const at = this.entry(directory, tag)
    if (at === undefined) return
    if (this.isShort(at)) this.view.setUint16(at + 8, value, this.isLittle)
    else this.setLong(at + 8, value)
  }

  /** Where a directory says at which place the next one begins. */
  linkOf(directory: number | undefined): number | undefined {
    const count = this.count(directory)
    if (directory === undefined || count === undefined) return undefined
    const at = directory + 2 + 12 * count
    return at + 4 <= this.view.byteLength ? at : undefined
  }

  private count(directory: number | undefined): number | undefined {
    if (directory === undefined || directory + 2 > this.view.byteLength) return undefined
    return this.view.getUint16(directory, this.isLittle)
  }

  private entry(directory: number | undefined, tag: number): number | undefined {
    const count = this.count(directory) ?? 0
    for (let i = 0; i < count; i++) {
      const at = (directory ?? 0) + 2 + 12 * i
      if (at + 12 > this.view.byteLength) return undefined
      if (this.view.getUint16(at, this.isLittle) === tag) return at
    }
    return undefined
  }

  private isShort(entry: number): boolean {
    return this.view.getUint16(entry + 2, this.isLittle) === 3
  }
}
