/**
 * How many equally good draws a weighted sample is worth: (sum w)^2 / sum w^2, from 1 to its size. Of logs of weights;
 * 0 where all are nothing.
 */
export function effectiveSize(logWeights: readonly number[]): number {
  const weights = shares(logWeights)
  const squares = weights.reduce((sum, w) => sum + w * w, 0)
  return squares > 0 ? 1 / squares : 0
}

/** Weights as shares of their sum, from their logs; all alike where all are nothing. */
export function shares(logWeights: readonly number[]): number[] {
  const largest = Math.max(...logWeights)
  if (!(largest > -Infinity)) return logWeights.map(() => 1 / logWeights.length)
  const weights = logWeights.map((w) => Math.exp(w - largest))
  const total = weights.reduce((sum, w) => sum + w, 0)
  return weights.map((w) => w / total)
}

/** log of the mean of weights, from their logs. */
export function logMean(logWeights: readonly number[]): number {
  const largest = Math.max(...logWeights)
  if (!(largest > -Infinity)) return -Infinity
  const sum = logWeights.reduce((total, w) => total + Math.exp(w - largest), 0)
  return largest + Math.log(sum / logWeights.length)
}

/**
 * Systematic resampling: for each of as many places as there are weights the number of the one that takes it, those
 * that survive at their own places. `u` in [0, 1) moves all the equally spaced points at once, so that each is taken
 * its share times their number, rounded down or up.
 */
export function resample(weights: readonly number[], u: number): number[] {
  const count = weights.length
  const copies = weights.map(() => 0)
  let [sum, taken] = [0, 0]
  weights.forEach((weight, i) => {
    sum += weight
    // The last takes what rounding leaves.
    const upTo = i === count - 1 ? count : Math.min(count, Math.max(taken, Math.ceil(sum * count - u)))
    copies[i] = upTo - taken
    taken = upTo
  })
  const places = weights.map((_, i) => ((copies[i] ?? 0) > 0 ? i : -1))
  let free = 0
  copies.forEach((number, i) => {
    for (let more = 1; more < number; more++) {
      while (places[free] !== -1) free++
      places[free] = i
    }
  })
  return places
}

/** The first whose shares sum up to more than u. */
export function choose(weights: readonly number[], u: number): number {
  let sum = 0
  for (const [i, weight] of weights.entries()) {
    sum += weight
    if (sum > u) return i
  }
  return weights.findLastIndex((weight) => weight > 0)
}
