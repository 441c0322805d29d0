import { imageNats } from '../../src/engine/likelihood/nats'
import type { Network, Weights } from '../../src/engine/models/network'

/** All images of a tiny size, and the probability that a model gives to each. */
export interface Enumeration {
  /** Levels [count, height, width, channels]; image n has the digits of n, base `levels`, first pixel lowest. */
  readonly images: Uint8Array
  readonly count: number
  readonly probabilities: number[]
}

export async function enumerate(
  network: Network,
  weights: Weights,
  height: number,
  width: number,
): Promise<Enumeration> {
  const { channels, levels } = network.configuration
  const values = height * width * channels
  const count = levels ** values
  const images = new Uint8Array(count * values)
  for (let n = 0; n < count; n++) {
    let rest = n
    for (let v = 0; v < values; v++) {
      images[n * values + v] = rest % levels
      rest = Math.floor(rest / levels)
    }
  }
  const nats = await imageNats(network, weights, { pixels: images, count, height, width })
  return { images, count, probabilities: Array.from(nats, (n) => Math.exp(-n)) }
}

/** The number of an image in the enumeration. */
export function numberOf(image: Uint8Array, levels: number): number {
  return image.reduceRight((number, level) => number * levels + level, 0)
}

/**
 * Pearson's chi-square of counts against probabilities, outcomes that are expected fewer than five times
 * taken together, with the value that 999 of 1000 true samples stay below (Wilson and Hilferty).
 */
export function chiSquare(
  counts: readonly number[],
  probabilities: readonly number[],
): { value: number; limit: number } {
  const draws = counts.reduce((sum, n) => sum + n, 0)
  const bins: [observed: number, expected: number][] = []
  const rare: [number, number] = [0, 0]
  probabilities.forEach((p, i) => {
    if (p * draws >= 5) bins.push([counts[i] ?? 0, p * draws])
    else {
      rare[0] += counts[i] ?? 0
      rare[1] += p * draws
    }
  })
  if (rare[1] > 0) bins.push(rare)
  const freedom = bins.length - 1
  const limit = freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3
  return {
    value: bins.reduce((sum, [observed, expected]) => sum + (observed - expected) ** 2 / expected, 0),
    limit,
  }
}
