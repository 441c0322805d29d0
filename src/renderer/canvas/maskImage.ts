/** How a picture says what is to be filled. */
export const maskReadings = ['bright', 'transparent', 'opaque'] as const
export type MaskReading = (typeof maskReadings)[number]

export interface Picture {
  readonly width: number
  readonly height: number
  /** RGBA, straight. */
  readonly data: Uint8ClampedArray
}

const half = 128

/** A mask of the picture's size, 1 where it says so: by its brightness, or by its alpha. */
export function maskFrom({ width, height, data }: Picture, reading: MaskReading): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let i = 0; i < mask.length; i++) {
    const at = i * 4
    const alpha = data[at + 3] ?? 0
    if (reading === 'bright') {
      const luma = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
      mask[i] = luma >= half && alpha >= half ? 1 : 0
    } else mask[i] = alpha >= half === (reading === 'opaque') ? 1 : 0
  }
  return mask
}

/**
 * The reading that is most likely meant. Without alpha it is brightness. With it, what is opaque is a brush's mark
 * where it has one colour, and a photo with a hole in it where it has many.
 */
export function likelyReading({ data }: Picture): MaskReading {
  let clear = false
  let [first, many] = [-1, false]
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] ?? 0) < half) {
      clear = true
      continue
    }
    const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
    if (first < 0) first = colour
    else many ||= colour !== first
    if (clear && many) return 'transparent'
  }
  if (!clear) return 'bright'
  return many ? 'transparent' : 'opaque'
}

/** A mask scaled to another size; every pixel is the nearest one's, so that nothing in between comes about. */
export function scaleMask(
  mask: Uint8Array,
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): Uint8Array {
  if (from.width === to.width && from.height === to.height) return mask
  const scaled = new Uint8Array(to.width * to.height)
  for (let y = 0; y < to.height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / to.height) * from.width
    for (let x = 0; x < to.width; x++) {
      scaled[y * to.width + x] = mask[row + Math.floor(((x + 0.5) * from.width) / to.width)] ?? 0
    }
  }
  return scaled
}

/** Decodes an image file without touching its colours. Throws DOMException (InvalidStateError) on what is none. */
export async function readPicture(file: Blob): Promise<Picture> {
  const image = await createImageBitmap(file, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('There is no room to read the picture in.')
  context.drawImage(image, 0, 0)
  image.close()
  return { width, height, data: context.getImageData(0, 0, width, height).data }
}
