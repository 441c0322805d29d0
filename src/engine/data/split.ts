import { failure } from '../../shared/errors'
import { hashKey } from './hash'
import type { ImageSet } from './imageSet'

/** Indices of an ImageSet, ascending: what a model learns from, and what it is judged by. */
export interface Split {
  readonly training: Uint32Array
  readonly heldOut: Uint32Array
}

/**
 * Holds out about `share` (0 to below 1) of the images for validation: those whose hash, as a fraction of
 * 2^32, is below it. An image keeps its side when others are added or removed, but each side gets at least
 * one image. `no-images` or `too-few-images` where that can't be.
 */
export function splitHeldOut(set: Pick<ImageSet, 'count' | 'key'>, share: number): Split {
  const { count } = set
  if (count === 0) throw failure('data.nothing', {})
  const all = Uint32Array.from({ length: count }, (_, i) => i)
  if (share <= 0) return { training: all, heldOut: new Uint32Array() }
  if (count < 2) throw failure('data.one', {})
  const hashes = all.map((i) => hashKey(set.key(i), 'held-out'))
  const hashOf = (index: number): number => hashes[index] ?? 0
  const threshold = share * 2 ** 32
  const [lowest, highest] = extremes(all, hashOf)
  const isHeldOut = (i: number): boolean => i === lowest || (hashOf(i) < threshold && i !== highest)
  return { training: all.filter((i) => !isHeldOut(i)), heldOut: all.filter(isHeldOut) }
}

function extremes(indices: Uint32Array, hashOf: (index: number) => number): [number, number] {
  let [lowest, highest] = [0, 0]
  for (const index of indices) {
    if (hashOf(index) < hashOf(lowest)) lowest = index
    // Not the same one, even if all hashes are alike.
    if (hashOf(index) >= hashOf(highest)) highest = index
  }
  return [lowest, highest]
}
