/**
 * One of the eight ways to lay an image down: transposed or not, then mirrored left to right, then turned top to
 * bottom. Only transposing changes width and height into each other.
 */
export interface Orientation {
  readonly transposed: boolean
  readonly mirrored: boolean
  readonly flipped: boolean
}

/** All eight, the image as it is first; number n has its bits: 1 mirrored, 2 flipped, 4 transposed. */
export const orientations: readonly Orientation[] = Array.from({ length: 8 }, (_, n) => ({
  transposed: (n & 4) !== 0,
  mirrored: (n & 1) !== 0,
  flipped: (n & 2) !== 0,
}))

/** The image as it is. */
export const upright: Orientation = { transposed: false, mirrored: false, flipped: false }

interface Size {
  readonly height: number
  readonly width: number
}

/** Size of an image once it is laid down so. */
export function orientedSize({ height, width }: Size, { transposed }: Orientation): Size {
  return transposed ? { height: width, width: height } : { height, width }
}

/**
 * Where each pixel of an oriented image comes from: [oriented pixels] numbers of pixels of the image of `size`,
 * both row by row.
 */
export function orientedPixels(size: Size, orientation: Orientation): Uint32Array {
  const { height, width } = orientedSize(size, orientation)
  const { transposed, mirrored, flipped } = orientation
  const from = new Uint32Array(height * width)
  for (let y = 0; y < height; y++) {
    const line = flipped ? height - 1 - y : y
    for (let x = 0; x < width; x++) {
      const place = mirrored ? width - 1 - x : x
      from[y * width + x] = transposed ? place * size.width + line : line * size.width + place
    }
  }
  return from
}

/** Values [height, width, channels], laid down: `from` as `orientedPixels` gives it. */
export function orient(values: Uint8Array, from: Uint32Array, channels: number): Uint8Array {
  const result = new Uint8Array(from.length * channels)
  from.forEach((pixel, to) => {
    for (let c = 0; c < channels; c++) result[to * channels + c] = values[pixel * channels + c] ?? 0
  })
  return result
}

/** The other way: oriented values back as the image has them. */
export function restore(values: Uint8Array, from: Uint32Array, channels: number): Uint8Array {
  const result = new Uint8Array(from.length * channels)
  from.forEach((pixel, at) => {
    for (let c = 0; c < channels; c++) result[pixel * channels + c] = values[at * channels + c] ?? 0
  })
  return result
}
