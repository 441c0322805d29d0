/**
 * An exponential moving average that keeps `keep` (0 to below 1) of itself from point to point, without the pull
 * towards zero that one has at its beginning: each value is a mean of those so far, the newer ones weighing more.
 */
export function smooth(values: readonly number[], keep: number): number[] {
  if (keep <= 0) return [...values]
  let [sum, weight] = [0, 0]
  return values.map((value) => {
    sum = keep * sum + value
    weight = keep * weight + 1
    return sum / weight
  })
}
