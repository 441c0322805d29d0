import type { ModelConfiguration } from '../../shared/model/configuration'
import type { MetricsPoint } from '../../shared/jobs'
import { smooth } from './smooth'
import { alignAll, thin, type Curve } from './thin'

/** How curves are looked at. */
export interface CurveView {
  readonly x: 'steps' | 'time'
  readonly unit: 'nats' | 'bits'
  readonly logX: boolean
  readonly logY: boolean
  /** What the training curve keeps of itself from point to point, 0 to below 1. */
  readonly smoothing: number
}

/** A training whose curve is drawn. */
export interface CurveSource {
  readonly id: string
  readonly name: string
  readonly points: readonly MetricsPoint[]
  /** Values that make up an image, for bits per dimension. */
  readonly dimensions: number
}

/** One line of a chart. */
export interface Line {
  readonly source: number
  readonly what: 'raw' | 'training' | 'validation'
  readonly curve: Curve
}

export function dimensionsOf({ size, channels }: Pick<ModelConfiguration, 'size' | 'channels'>): number {
  return size * size * channels
}

/** Nats an image in the unit that is looked at. */
export function inUnit(nats: number, unit: CurveView['unit'], dimensions: number): number {
  return unit === 'nats' ? nats : nats / (Math.LN2 * dimensions)
}

export function xOf(point: MetricsPoint, view: Pick<CurveView, 'x'>): number {
  return view.x === 'steps' ? point.step : point.seconds
}

/** The lines of each training: as it was and smoothed where that differs, and its looks at held-out images. */
export function linesOf(sources: readonly CurveSource[], view: CurveView, budget: number): Line[] {
  // A logarithm has no place for what is not above zero.
  const fits = (x: number, y: number): boolean =>
    Number.isFinite(y) && (!view.logX || x > 0) && (!view.logY || y > 0)
  return sources.flatMap(({ points, dimensions }, source) => {
    const curve = (of: (point: MetricsPoint) => number | undefined): Curve => {
      const [steps, values]: [number[], number[]] = [[], []]
      for (const point of points) {
        const value = of(point)
        if (value === undefined) continue
        const y = inUnit(value, view.unit, dimensions)
        const x = xOf(point, view)
        // Time may stand still between two points; a chart needs each place once.
        if (!fits(x, y) || x === steps.at(-1)) continue
        steps.push(x)
        values.push(y)
      }
      return { steps, values }
    }
    const raw = curve(({ loss }) => loss)
    const validation: Line = { source, what: 'validation', curve: curve((point) => point.validation) }
    const training: Line = {
      source,
      what: 'training',
      curve: { steps: raw.steps, values: smooth(raw.values, view.smoothing) },
    }
    const lines = view.smoothing > 0 ? [{ source, what: 'raw' as const, curve: raw }, training] : [training]
    return [...lines, validation].map((line) => ({ ...line, curve: thin(line.curve, budget) }))
  })
}

/** The lines as columns over one axis. */
export function columnsOf(lines: readonly Line[]): [number[], ...(number | null)[][]] {
  return alignAll(lines.map(({ curve }) => curve))
}

/** The point of a training nearest to a place on the axis. */
export function nearest(
  points: readonly MetricsPoint[],
  x: number,
  view: Pick<CurveView, 'x'>,
): MetricsPoint | undefined {
  let best: MetricsPoint | undefined
  for (const point of points) {
    if (!best || Math.abs(xOf(point, view) - x) <= Math.abs(xOf(best, view) - x)) best = point
  }
  return best
}

/** The last look at or before a point: validation is measured now and then. */
export function lookBefore(points: readonly MetricsPoint[], step: number): MetricsPoint | undefined {
  return points.findLast((point) => point.step <= step && point.validation !== undefined)
}
