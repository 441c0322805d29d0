import { RandomStream } from './stream'

/**
 * The order of `count` images in one epoch: a permutation of 0..count-1 that is a pure function of the
 * seed and the epoch, so that a resumed run finds its place without a saved generator. Fisher-Yates.
 */
export function permutation(count: number, seed: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const stream = new RandomStream(seed, 'order')
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(stream.uniform(i, epoch) * (i + 1))
    const other = order[j] ?? 0
    order[j] = order[i] ?? 0
    order[i] = other
  }
  return order
}
