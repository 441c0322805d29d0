/** A curve as two columns; undefined where a step has no value. */
export interface Curve {
  readonly steps: number[]
  readonly values: number[]
}

/**
 * Thins a curve to about `budget` points by keeping, in each of `budget / 2` stretches of equal length, the
 * lowest and the highest value in their order: spikes stay, unlike with a random or every-nth choice.
 * The first and the last point always stay.
 */
export function thin(curve: Curve, budget: number): Curve {
  const count = curve.steps.length
  if (count <= budget || count <= 4) return curve
  const keep = new Set([0, count - 1])
  const buckets = Math.max(1, Math.floor(budget / 2) - 1)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * count) / buckets)
    const to = Math.floor(((bucket + 1) * count) / buckets)
    let [low, high] = [from, from]
    for (let i = from; i < to; i++) {
      if ((curve.values[i] ?? 0) < (curve.values[low] ?? 0)) low = i
      if ((curve.values[i] ?? 0) > (curve.values[high] ?? 0)) high = i
    }
    keep.add(low).add(high)
  }
  const indices = [...keep].sort((a, b) => a - b)
  return {
    steps: indices.map((i) => curve.steps[i] ?? 0),
    values: indices.map((i) => curve.values[i] ?? 0),
  }
}

/** Curves over one shared, sorted list of steps, with null where one of them has no value: uPlot's form. */
export function alignAll(curves: readonly Curve[]): [number[], ...(number | null)[][]] {
  const steps = [...new Set(curves.flatMap((curve) => curve.steps))].sort((x, y) => x - y)
  const column = (curve: Curve): (number | null)[] => {
    const at = new Map(curve.steps.map((step, i) => [step, curve.values[i] ?? null]))
    return steps.map((step) => at.get(step) ?? null)
  }
  return [steps, ...curves.map(column)]
}
