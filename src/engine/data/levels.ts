import type { Binarization } from '../../shared/model/configuration'
import { binarise, type BinarisationKey } from '../likelihood/binarise'
import { quantise } from '../pixels/levels'
import type { ImageSet } from './imageSet'

/** How bytes become the levels of a model. */
export interface Quantisation {
  readonly levels: number
  /** For two levels: drawn with probability byte / 255, or cut at 128. */
  readonly binarize?: Binarization
}

/**
 * The named images as a model knows them: levels 0..levels-1, [N, H, W, C], flat. `keyOf` says which drawing
 * of an image's binary pixels is wanted (models.md, "Images and likelihood").
 */
export async function gatherLevels(
  set: ImageSet,
  indices: Uint32Array,
  { levels, binarize }: Quantisation,
  keyOf: (index: number) => BinarisationKey,
): Promise<Uint8Array> {
  const size = set.height * set.width * set.channels
  const images = await set.read(indices)
  if (set.values === 'levels') return images
  if (levels !== 2 || binarize !== 'sample') return quantise(images, levels)
  indices.forEach((index, i) => {
    const image = images.subarray(i * size, (i + 1) * size)
    image.set(binarise(image, keyOf(index)))
  })
  return images
}
