import type { Network, Weights } from '../../src/engine/models/network'
import { enumerate, numberOf } from '../engine/enumeration'

/** All completions of a picture, and how likely each is given every known pixel. */
export interface Posterior {
  readonly count: number
  /** By the number of the whole picture (engine/enumeration.ts); 0 where a known pixel differs. */
  readonly probabilities: readonly number[]
  /** log of the probability of all known pixels together. */
  readonly logKnown: number
}

/** The exact posterior over the pixels with a 1 in `unknown`, by going through all pictures of this size. */
export async function exactPosterior(
  network: Network,
  weights: Weights,
  {
    height,
    width,
    known,
    unknown,
  }: { height: number; width: number; known: Uint8Array; unknown: Uint8Array },
): Promise<Posterior> {
  const { images, count, probabilities } = await enumerate(network, weights, height, width)
  const { channels } = network.configuration
  const size = height * width * channels
  const joint = probabilities.map((p, n) => {
    for (let v = 0; v < size; v++) {
      if (unknown[Math.floor(v / channels)] !== 1 && images[n * size + v] !== known[v]) return 0
    }
    return p
  })
  const total = joint.reduce((sum, p) => sum + p, 0)
  return { count, probabilities: joint.map((p) => p / total), logKnown: Math.log(total) }
}

/** How pictures are spread over all that there are, by their shares. */
export function spreadOf(
  count: number,
  levels: number,
  pictures: readonly (readonly [picture: Uint8Array, share: number])[],
): number[] {
  const spread = new Array<number>(count).fill(0)
  for (const [picture, share] of pictures) {
    const n = numberOf(picture, levels)
    spread[n] = (spread[n] ?? 0) + share
  }
  return spread
}

/** Total variation distance: half the sum of absolute differences, 0 to 1. */
export function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, value, i) => sum + Math.abs(value - (q[i] ?? 0)), 0) / 2
}
