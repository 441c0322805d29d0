/** How a value is chosen from its probabilities. */
export interface Drawing {
  /** Logits are divided by it. 1: the model's own distribution. 0: the likeliest value. */
  readonly temperature: number
  /** Only the likeliest values that together reach this probability are drawn, in (0, 1]. */
  readonly topP: number
}

/**
 * One value by inverse CDF: the smallest v with P(0) + .. + P(v) > u, for u uniform in [0, 1).
 *
 * `logits` has K entries, a softmax over K values; or one, whose sigmoid is the probability of 1
 * (Bernoulli). Temperature comes before top-p, which keeps the smallest set of likeliest values whose
 * probability reaches `topP`, the lower value first among equals; at temperature 0 equals go to the
 * lowest. Computed in doubles.
 */
export function drawLevel(logits: ArrayLike<number>, u: number, { temperature, topP }: Drawing): number {
  const z = logits.length === 1 ? [0, logits[0] ?? 0] : Array.from(logits)
  const likeliest = indexOfLargest(z)
  if (temperature === 0) return likeliest
  const most = z[likeliest] ?? 0
  const weights = z.map((value) => Math.exp((value - most) / temperature))
  if (topP < 1) keepLikeliest(weights, topP)
  const total = weights.reduce((sum, w) => sum + w, 0)
  const target = u * total
  let sum = 0
  for (let v = 0; v < weights.length; v++) {
    sum += weights[v] ?? 0
    if (sum > target) return v
  }
  // Only where rounding makes u * total reach the sum: the last value that can be drawn.
  return weights.findLastIndex((w) => w > 0)
}

function indexOfLargest(values: readonly number[]): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i
  return best
}

/** Zeroes all weights but the largest that together reach the share `topP` of the sum. */
function keepLikeliest(weights: number[], topP: number): void {
  const total = weights.reduce((sum, w) => sum + w, 0)
  const order = weights.map((_, v) => v).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
  let kept = 0
  for (const v of order) {
    const weight = weights[v] ?? 0
    if (kept >= topP * total) weights[v] = 0
    kept += weight
  }
}
