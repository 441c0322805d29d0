import type { MetricsPoint } from '../../shared/jobs'

/** A curve made small: an SVG path, and the values between which it runs. */
export interface Spark {
  readonly path: string
  readonly first: number
  readonly last: number
  readonly steps: number
}

/** Columns of a small curve; what falls into one is averaged. */
const columns = 120
/** Share of the curve, its first fall, that is left out: else all the rest would be a flat line. */
const steep = 0.04

/** The held-out likelihood where it was looked at often enough, else the loss. undefined for fewer than two points. */
export function sparkOf(points: readonly MetricsPoint[], width: number, height: number): Spark | undefined {
  const held = points.flatMap(({ step, validation }) =>
    validation === undefined ? [] : [{ step, value: validation }],
  )
  const all = held.length >= 8 ? held : points.map(({ step, loss }) => ({ step, value: loss }))
  const known = all.filter(({ value }) => Number.isFinite(value))
  const [begin, end] = [known[0], known.at(-1)]
  if (!begin || !end || end.step <= begin.step) return undefined
  const share = (step: number): number => (step - begin.step) / (end.step - begin.step)
  const buckets = new Map<number, { sum: number; count: number; at: number }>()
  for (const { step, value } of known) {
    const column = Math.min(columns - 1, Math.floor(share(step) * columns))
    const bucket = buckets.get(column) ?? { sum: 0, count: 0, at: share(step) }
    buckets.set(column, { sum: bucket.sum + value, count: bucket.count + 1, at: bucket.at })
  }
  const line = [...buckets.values()].map(({ sum, count, at }) => ({ at, value: sum / count }))
  const scaled = line.filter(({ at }) => at >= steep || line.length < 10)
  const values = scaled.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const y = (value: number): number => {
    const above = high > low ? (value - low) / (high - low) : 0.5
    return 1 + (1 - above) * (height - 2)
  }
  const path = scaled
    .map(({ at, value }, i) => `${i === 0 ? 'M' : 'L'}${(at * width).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('')
  return { path, first: begin.value, last: end.value, steps: end.step }
}
