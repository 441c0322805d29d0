import type { Raster } from '../host'
import { luma, overWhite } from './levels'

/**
 * What a model sees of a raster: 8 bits, no alpha (laid over white), one channel (Rec. 601 luma) or three
 * (greys repeated). A new raster of the same size.
 */
export function flatten(image: Raster, channels: 1 | 3): Raster & { data: Uint8Array; channels: 1 | 3 } {
  const { width, height, data } = image
  const wide = data instanceof Uint16Array
  const colour = image.channels >= 3
  const alpha = image.channels === 2 || image.channels === 4
  const result = new Uint8Array(width * height * channels)
  const byte = (index: number): number => {
    const value = data[index] ?? 0
    return wide ? Math.round(value / 257) : value
  }
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * image.channels
    const opacity = alpha ? byte(from + image.channels - 1) : 255
    const shown = (index: number): number => {
      const value = byte(index)
      return opacity === 255 ? value : overWhite(value, opacity)
    }
    const red = shown(from)
    const green = colour ? shown(from + 1) : red
    const blue = colour ? shown(from + 2) : red
    if (channels === 1) {
      result[pixel] = colour ? luma(red, green, blue) : red
    } else {
      result[pixel * 3] = red
      result[pixel * 3 + 1] = green
      result[pixel * 3 + 2] = blue
    }
  }
  return { width, height, channels, data: result }
}

/** A part of a raster, copied. The rectangle must lie inside. */
export function crop(image: Raster, x: number, y: number, width: number, height: number): Raster {
  const { channels, data } = image
  const result =
    data instanceof Uint16Array
      ? new Uint16Array(width * height * channels)
      : new Uint8Array(width * height * channels)
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * channels
    result.set(data.subarray(from, from + width * channels), row * width * channels)
  }
  return { ...image, width, height, data: result }
}

/** The centre square of a raster; of an odd rest the smaller half is cut off left and above. */
export function centreSquare(image: Raster): Raster {
  const side = Math.min(image.width, image.height)
  if (image.width === image.height) return image
  return crop(image, Math.floor((image.width - side) / 2), Math.floor((image.height - side) / 2), side, side)
}
