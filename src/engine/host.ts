/**
 * What the engine needs of the machine it runs on. The engine itself knows neither Node nor a browser: a
 * host (src/engine/hosts) hands these in, and tests hand in their own.
 */

/** What there is at a path. */
export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other' | 'missing'
  /** Length of a file in bytes; 0 for anything else. */
  readonly size: number
  /** When it was last written, in milliseconds since 1970; 0 where it is missing. */
  readonly modified: number
}

/** Where files live. Paths are the host's own, absolute. Failures are PixelloomErrors that name the path. */
export interface Storage {
  /** `not-found` or `unreadable` where it can't be read. */
  read(path: string): Promise<Uint8Array>
  /** Length of a file in bytes. */
  size(path: string): Promise<number>
  /** `length` bytes from `offset`, fewer where the file ends before. */
  readPart(path: string, offset: number, length: number): Promise<Uint8Array>
  /** All or nothing: to a temporary name, flushed, then renamed. `disk` where it can't be written. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Removes what writes into a folder left that were broken off, by a kill or a power cut. */
  removeUnfinished(folder: string): Promise<void>
  /** Adds to the end of a file and makes it where needed. */
  append(path: string, content: string | Uint8Array): Promise<void>
  /**
   * What a path is; links are followed, and one that leads to nothing is `missing`. `unreadable` where that
   * can't be told: no permission, a link that leads back to itself.
   */
  kind(path: string): Promise<FileStatus['kind']>
  /** The same, with length and time: what tells whether a file is still what it was. */
  status(path: string): Promise<FileStatus>
  /** Names in a folder, sorted by code unit. */
  list(path: string): Promise<string[]>
  makeFolder(path: string): Promise<void>
  /** A file, or a folder with all it holds; nothing where it is missing. */
  remove(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /**
   * Bytes that may still be written on the disk of a path, which need not be there yet; undefined where that can't be
   * told.
   */
  free?(path: string): Promise<number | undefined>
  /** The same text for all the paths that lead to one file or folder: its path with every link resolved. */
  identity(path: string): Promise<string>
  join(...parts: string[]): string
}

/** Time that only grows, in milliseconds. */
export interface Clock {
  milliseconds(): number
}

/**
 * An image in memory: rows from the top, pixels from the left, channels interleaved. Bytes, or 16-bit
 * values where the file had them. Channels: 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha (straight).
 */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
  readonly data: Uint8Array | Uint16Array
  /** ICC profile of the file, where it says what the values mean; written back by `encodePng`. */
  readonly profile?: Uint8Array
  /** What the camera says of the photo: Exif for upright pixels; written back by `encodePng`. */
  readonly exif?: Uint8Array
}

/** Rows of an image: from the first up to, without, `to`. */
export interface Rows {
  readonly from: number
  readonly to: number
}

/** The centre square of an image file, and the upright size of the whole. */
export interface CentreSquare {
  readonly image: Raster
  readonly width: number
  readonly height: number
}

/** Decoding and encoding of image files. */
export interface Pixels {
  /**
   * The whole image, upright (orientation baked in), its values as the file has them; of an animation the
   * first picture. `not-an-image` (also truncated, empty), `image-too-large` (checked before decoding),
   * `unreadable`, `not-found`.
   */
  decode(path: string): Promise<Raster>
  /** Width and height of the upright image, without decoding it. Same errors. */
  measure(path: string): Promise<{ width: number; height: number }>
  /**
   * The centre square as `decode` has it, but where its side is longer than `least` it may come scaled down
   * to `least` or more: much faster for photos. Same errors.
   */
  decodeSquare(path: string, least: number): Promise<CentreSquare>
  /** Area-averaging (down) or smooth (up) scaling of 8-bit rasters to exactly this size. */
  resize(image: Raster, width: number, height: number): Promise<Raster>
  /** The same raster gives the same bytes. */
  encodePng(image: Raster): Promise<Uint8Array>
  /**
   * Encodes large images one after another that are alike but for some rows: what they share is compressed once. The
   * same raster gives the same bytes.
   */
  pngEncoder(varying: readonly Rows[]): (image: Raster) => Promise<Uint8Array>
  /** Lossless, of 8 bits; with a packet of metadata (XMP) where one is given. The same raster gives the same bytes. */
  encodeWebp(image: Raster, packet?: string): Promise<Uint8Array>
}

export interface Host {
  readonly storage: Storage
  readonly clock: Clock
  readonly pixels: Pixels
  /** Most bytes that the process has held at once, code and all; absent where that can't be told. */
  readonly peakMemory?: () => number
  /** Bytes of memory that could be had now, where that can be told. */
  readonly freeMemory?: () => number
}
