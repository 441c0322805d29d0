import type { ModelConfiguration } from '../../../shared/model/configuration'
import type { ImageSet } from '../../data/imageSet'
import { gatherLevels } from '../../data/levels'
import { fixedBinarisation } from '../../likelihood/binarise'
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

  /** Mean exact nats an image; undefined where none are held out, or where `stop` says so on the way. */
  async nats(network: Network, weights: Weights, stop: () => Promise<boolean>): Promise<number | undefined> {
    if (this.chosen.length === 0) return undefined
    const { height, width } = this.images
    let sum = 0
    for (let from = 0; from < this.chosen.length; from += batch) {
      if (await stop()) return undefined
      const indices = this.chosen.subarray(from, from + batch)
      const pixels = await this.levels(indices)
      const nats = await imageNats(network, weights, { pixels, count: indices.length, height, width })
      sum += nats.reduce((total, value) => total + value, 0)
    }
    return sum / this.chosen.length
  }
}

function spread(indices: Uint32Array, most: number): Uint32Array {
  if (indices.length <= most) return indices
  return Uint32Array.from({ length: most }, (_, i) => indices[Math.floor((i * indices.length) / most)] ?? 0)
}
