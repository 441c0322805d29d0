import type { AddedLogits } from './addedLogits'

/** Tells what draws all that is added to its logits, set by set. */
export function setAdded(
  sampler: { setAdded(set: number, values: Float32Array): void },
  { sets, values }: AddedLogits,
): void {
  const length = values.length / sets
  for (let set = 0; set < sets; set++) {
    sampler.setAdded(set, values.subarray(set * length, (set + 1) * length))
  }
}
