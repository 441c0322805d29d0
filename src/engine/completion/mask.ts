import { failure, PixelloomError } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import type { ReasonId } from '../../shared/reasons'
import type { Host, Raster } from '../host'
import { flatten } from '../pixels/flatten'
import type { MaskSource } from '../protocol/specifications'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Which pixels of an upright image are to be filled: [height, width], 1 = fill, 0 = keep. With `scale` a mask of another
 * size is scaled to the image's, each pixel taking the value of the nearest.
 *
 * Errors: `mask-size` where a mask has another size than the image, `mask-empty` where nothing is to be
 * filled, `invalid-argument` for a rectangle that leaves the image, and those of decoding a mask file.
 */
export async function resolveMask(
  host: Pick<Host, 'pixels'>,
  source: MaskSource,
  image: Raster,
  { scale = false }: { readonly scale?: boolean } = {},
): Promise<Uint8Array> {
  const mask = await draw(host, source, image, scale)
  if (mask.includes(1)) return mask
  throw failure(emptiness[source.from], {})
}

const emptiness = {
  file: 'masks.emptyFile',
  bitmap: 'masks.emptyPart',
  rectangle: 'masks.emptyPart',
  half: 'masks.emptyPart',
  transparency: 'masks.nothingTransparent',
} as const satisfies Record<MaskSource['from'], ReasonId>

async function draw(
  host: Pick<Host, 'pixels'>,
  source: MaskSource,
  image: Raster,
  scale: boolean,
): Promise<Uint8Array> {
  switch (source.from) {
    case 'file': {
      const raster = await host.pixels.decode(source.path)
      return fitted(fromRaster(raster), raster, image, scale, source.path)
    }
    case 'bitmap': {
      if (source.data.length !== source.width * source.height) {
        const message = `The mask has ${source.data.length} values for ${inPixels(source)}. Send one a pixel.`
        throw new PixelloomError('invalid-argument', message, 'mask')
      }
      const bits = source.data.map((value) => (value === 0 ? 0 : 1))
      return fitted(bits, source, image, scale, 'mask')
    }
    case 'transparency':
      return transparent(image) ?? new Uint8Array(image.width * image.height)
    case 'rectangle':
      return fromRectangle(source.rectangle, image)
    case 'half':
      return fromRectangle(halfOf(source.half, image), image)
  }
}

/** White is to be filled; where any pixel is not opaque, what is transparent is to be filled instead. */
function fromRaster(mask: Raster): Uint8Array {
  return transparent(mask) ?? flatten(mask, 1).data.map((value) => (value >= 128 ? 1 : 0))
}

/** Where alpha is below half, [height, width]; undefined where every pixel is opaque. */
function transparent({ width, height, channels, data }: Raster): Uint8Array | undefined {
  if (channels === 1 || channels === 3) return undefined
  const opaque = data instanceof Uint16Array ? 0xffff : 0xff
  const result = new Uint8Array(width * height)
  let isOpaque = true
  for (let pixel = 0; pixel < result.length; pixel++) {
    const opacity = data[(pixel + 1) * channels - 1] ?? 0
    isOpaque &&= opacity === opaque
    result[pixel] = opacity * 2 < opaque ? 1 : 0
  }
  return isOpaque ? undefined : result
}

/** A mask at the image's size. */
function fitted(mask: Uint8Array, size: Size, image: Size, scale: boolean, subject: string): Uint8Array {
  const { width, height } = image
  if (size.width === width && size.height === height) return mask
  if (!scale) {
    const sizes = { width: size.width, height: size.height, imageWidth: width, imageHeight: height }
    throw failure('masks.otherSize', sizes, subject)
  }
  const nearest = (index: number, before: number, after: number): number =>
    Math.floor(((index + 0.5) * before) / after)
  const columns = Uint32Array.from({ length: width }, (_, x) => nearest(x, size.width, width))
  const result = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const from = nearest(y, size.height, height) * size.width
    for (let x = 0; x < width; x++) result[y * width + x] = mask[from + (columns[x] ?? 0)] ?? 0
  }
  return result
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

function inPixels({ width, height }: Size): string {
  return `${width} x ${height} pixels`
}
