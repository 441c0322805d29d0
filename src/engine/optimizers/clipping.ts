/** The Euclidean norm of all gradients together, summed in doubles. */
export function globalNorm(gradients: ReadonlyMap<string, Float32Array>): number {
  let sum = 0
  for (const gradient of gradients.values()) {
    for (const g of gradient) sum += g * g
  }
  return Math.sqrt(sum)
}

/** What to multiply gradients of this norm by, so that it is at most `limit`. */
export function clippingScale(norm: number, limit: number): number {
  return norm > limit ? limit / norm : 1
}
