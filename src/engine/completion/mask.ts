import { PixelloomError } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import type { Host, Raster } from '../host'
import { flatten } from '../pixels/flatten'
import type { MaskSource } from '../protocol/specifications'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Which pixels of an upright image are to be filled: [height, width], 1 = fill, 0 = keep.
 *
 * Errors: `mask-size` where a mask has another size than the image, `mask-empty` where nothing is to be
 * filled, `invalid-argument` for a rectangle that leaves the image, and those of decoding a mask file.
 */
export async function resolveMask(host: Host, source: MaskSource, image: Size): Promise<Uint8Array> {
  const mask = await draw(host, source, image)
  if (mask.includes(1)) return mask
  const advice = source.from === 'file' ? ' Paint what is to be filled white, or make it transparent.' : ''
  throw new PixelloomError('mask-empty', `The mask has nothing to fill.${advice || ' Choose a part.'}`)
}

async function draw(host: Host, source: MaskSource, image: Size): Promise<Uint8Array> {
  switch (source.from) {
    case 'file':
      return fromRaster(await host.pixels.decode(source.path), source.path, image)
    case 'bitmap':
      sameSize(source, image)
      if (source.data.length !== source.width * source.height) {
        const message = `The mask has ${source.data.length} values for ${inPixels(source)}. Send one a pixel.`
        throw new PixelloomError('invalid-argument', message, 'mask')
      }
      return source.data.map((value) => (value === 0 ? 0 : 1))
    case 'transparency':
      throw new PixelloomError('unsupported', 'What is transparent can not be filled yet.', 'mask')
    case 'rectangle':
      return fromRectangle(source.rectangle, image)
    case 'half':
      return fromRectangle(halfOf(source.half, image), image)
  }
}

/** White is to be filled; where any pixel is not opaque, what is transparent is to be filled instead. */
function fromRaster(mask: Raster, path: string, image: Size): Uint8Array {
  sameSize(mask, image, path)
  const { channels, data } = mask
  const opaque = data instanceof Uint16Array ? 0xffff : 0xff
  const alpha = channels === 2 || channels === 4
  const opacity = (pixel: number): number => data[(pixel + 1) * channels - 1] ?? 0
  const result = new Uint8Array(mask.width * mask.height)
  if (alpha && result.some((_, pixel) => opacity(pixel) < opaque)) {
    return result.map((_, pixel) => (opacity(pixel) * 2 < opaque ? 1 : 0))
  }
  const grey = flatten(mask, 1).data
  return grey.map((value) => (value >= 128 ? 1 : 0))
}

/** The half that is to be filled; of an odd length the middle belongs to the bottom and to the right. */
function halfOf(half: 'top' | 'bottom' | 'left' | 'right', { width, height }: Size): Rectangle {
  const [x, y] = [Math.floor(width / 2), Math.floor(height / 2)]
  switch (half) {
    case 'top':
      return { x: 0, y: 0, width, height: y }
    case 'bottom':
      return { x: 0, y, width, height: height - y }
    case 'left':
      return { x: 0, y: 0, width: x, height }
    case 'right':
      return { x, y: 0, width: width - x, height }
  }
}

function fromRectangle({ x, y, width, height }: Rectangle, image: Size): Uint8Array {
  if (x < 0 || y < 0 || x + width > image.width || y + height > image.height) {
    const message = `The rectangle ${x},${y},${width},${height} leaves the image, which is ${inPixels(image)}. Choose one inside.`
    throw new PixelloomError('invalid-argument', message, 'rect')
  }
  const mask = new Uint8Array(image.width * image.height)
  for (let row = y; row < y + height; row++) {
    mask.fill(1, row * image.width + x, row * image.width + x + width)
  }
  return mask
}

function sameSize(mask: Size, image: Size, path?: string): void {
  if (mask.width === image.width && mask.height === image.height) return
  const message = `The mask is ${inPixels(mask)} and the image ${inPixels(image)}. Scale the mask to the image's size.`
  throw new PixelloomError('mask-size', message, path ?? 'mask')
}

function inPixels({ width, height }: Size): string {
  return `${width} x ${height} pixels`
}
