import { failure } from '../../shared/errors'
import { orient as laidDown, orientations, orientedPixels } from '../pixels/orientation'
import { RandomStream } from '../random/stream'
import type { ImageSet } from './imageSet'

/** How training may change what it sees; nothing in the paper does. */
export interface Augmentation {
  /** Mirrors an image, left to right, at every other visit. */
  readonly flip: boolean
  /** Lays an image down in one of the ways that keep its width and height: eight of a square, else four. */
  readonly orient?: boolean
  /** Pixels by which the images of a set are larger than what is shown of them, each side. */
  readonly crop: number
}

/** Which part of an image is shown, and whether mirrored. */
interface View {
  readonly top: number
  readonly left: number
  readonly mirrored: boolean
  /** Where its pixels come from (pixels/orientation.ts), once mirrored or not; left out: as they are. */
  readonly order?: Uint32Array
}

/**
 * The set as validation sees it: the centre of each image, of an odd rest the smaller half cut off above and
 * left. `invalid-argument` where nothing would be left.
 */
export function centred(set: ImageSet, { crop }: Pick<Augmentation, 'crop'>): ImageSet {
  if (crop === 0) return set
  if (crop >= Math.min(set.height, set.width)) {
    throw failure('data.crop', { width: set.width, height: set.height, crop }, 'crop')
  }
  const [top, left] = [Math.floor(crop / 2), Math.floor(crop / 2)]
  return shown(set, crop, () => ({ top, left, mirrored: false }))
}

/**
 * The set as one visit of training sees it: a part of each image, mirrored or not, drawn for the seed, the
 * visit and the image, so that going on with a training draws the same.
 */
export function augmented(
  set: ImageSet,
  { flip, orient = false, crop }: Augmentation,
  { seed, visit }: { readonly seed: number; readonly visit: number },
): ImageSet {
  if (!flip && !orient && crop === 0) return set
  const orders = orient ? ordersOf(set.height - crop, set.width - crop) : []
  const stream = new RandomStream(seed, 'augment')
  const draw = (image: number, what: number): number => stream.uniform(image, visit, what)
  return shown(set, crop, (image) => ({
    top: Math.floor(draw(image, 0) * (crop + 1)),
    left: Math.floor(draw(image, 1) * (crop + 1)),
    mirrored: flip && draw(image, 2) < 0.5,
    ...(orient && { order: orders[Math.floor(draw(image, 3) * orders.length)] }),
  }))
}

/** Of a square all eight orientations, else those that leave it lying. */
function ordersOf(height: number, width: number): readonly Uint32Array[] {
  const fitting = orientations.filter(({ transposed }) => height === width || !transposed)
  return fitting.map((orientation) => orientedPixels({ height, width }, orientation))
}

function shown(set: ImageSet, crop: number, viewOf: (image: number) => View): ImageSet {
  const [height, width] = [set.height - crop, set.width - crop]
  const length = height * width * set.channels
  const stride = set.height * set.width * set.channels
  return {
    ...set,
    height,
    width,
    async read(indices) {
      const images = await set.read(indices)
      const out = new Uint8Array(indices.length * length)
      indices.forEach((image, i) => {
        const from = images.subarray(i * stride, (i + 1) * stride)
        const to = out.subarray(i * length, (i + 1) * length)
        const view = viewOf(image)
        show(from, set, view, to, width)
        if (view.order) to.set(laidDown(to, view.order, set.channels))
      })
      return out
    },
  }
}

/** Copies the part of an image that a view shows, `width` pixels wide, to `out`. */
function show(
  image: Uint8Array,
  set: Pick<ImageSet, 'width' | 'channels'>,
  { top, left, mirrored }: View,
  out: Uint8Array,
  width: number,
): void {
  const { channels } = set
  const row = width * channels
  for (let y = 0; y * row < out.length; y++) {
    const start = ((top + y) * set.width + left) * channels
    const line = image.subarray(start, start + row)
    if (!mirrored) out.set(line, y * row)
    else {
      for (let x = 0; x < width; x++) {
        out.set(line.subarray(x * channels, (x + 1) * channels), y * row + (width - 1 - x) * channels)
      }
    }
  }
}
