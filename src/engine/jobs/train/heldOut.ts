import type { ModelConfiguration } from '../../../shared/model/configuration'
import type { ImageSet } from '../../data/imageSet'
import { gatherLevels } from '../../data/levels'
import { fixedBinarisation } from '../../likelihood/binarise'
import { randomMask } from '../../data/randomMasks'
import { hiddenNats } from '../../likelihood/hiddenNats'
import { imageNats } from '../../likelihood/nats'
import type { Network, Weights } from '../../models/network'

/** Enough for a mean that moves less than training does, few enough to be quick. */
const mostImages = 512

/** Images judged at a time. */
const batch = 32

/** The images that a training is judged by: always the same, binarised always alike. */
export class HeldOut {
  /** Positions in the set, spread evenly over all that are held out. */
  readonly chosen: Uint32Array

  constructor(
    private readonly images: ImageSet,
    heldOut: Uint32Array,
    private readonly configuration: ModelConfiguration,
  ) {
    this.chosen = spread(heldOut, mostImages)
  }

  /** Levels of the named ones, [N, H, W, C]. */
  levels(indices: Uint32Array): Promise<Uint8Array> {
    return gatherLevels(this.images, indices, this.configuration, fixedBinarisation)
  }

  /** `count` of them for people to look at: always the same. */
  few(count: number): Uint32Array {
    return spread(this.chosen, count)
  }

  /**
   * Holes in the named ones, [N, H, W], 1 = hidden: always the same, of all kinds.
   */
  holes(indices: Uint32Array): Uint8Array {
    return holesOf(this.images, indices, { seed: 0, visit: 0 })
  }

  /**
   * Mean exact nats an image, or where a conditioning network is trained those of the hidden pixels; undefined where
   * none are held out, or where `stop` says so on the way.
   */
  async nats(network: Network, weights: Weights, stop: () => Promise<boolean>): Promise<number | undefined> {
    if (this.chosen.length === 0) return undefined
    const { height, width } = this.images
    let sum = 0
    for (let from = 0; from < this.chosen.length; from += batch) {
      if (await stop()) return undefined
      const indices = this.chosen.subarray(from, from + batch)
      const pixels = await this.levels(indices)
      const looked = { pixels, count: indices.length, height, width }
      const nats = network.conditioner
        ? await hiddenNats(network, weights, { ...looked, unknown: this.holes(indices) })
        : await imageNats(network, weights, looked)
      sum += nats.reduce((total, value) => total + value, 0)
    }
    return sum / this.chosen.length
  }
}

/** A random hole in each image of a set, [N, H, W], 1 = hidden. */
export function holesOf(
  { height, width }: Pick<ImageSet, 'height' | 'width'>,
  indices: Uint32Array,
  { seed, visit }: { readonly seed: number; readonly visit: number },
): Uint8Array {
  const holes = new Uint8Array(indices.length * height * width)
  indices.forEach((image, i) => {
    holes.set(randomMask({ height, width }, { seed, visit, image }), i * height * width)
  })
  return holes
}

function spread(indices: Uint32Array, most: number): Uint32Array {
  if (indices.length <= most) return indices
  return Uint32Array.from({ length: most }, (_, i) => indices[Math.floor((i * indices.length) / most)] ?? 0)
}
