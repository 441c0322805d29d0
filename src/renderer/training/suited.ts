import type { DataReport } from '../../shared/jobs'

/** What a picture of a model is: its side, its colours, the values of each. */
export interface Picture {
  readonly size: number
  readonly channels: 1 | 3
  readonly levels: number
}

/** A side that a small network learns in minutes; larger images are scaled down to it. */
const usual = 32

/** What suits the images of a data source: their own colours, and no more tones than they have. */
export function suited(report: DataReport): Picture {
  const { channels = 3, twoTone = false, side, largestLevel, sides = [] } = report
  const levels = largestLevel === undefined ? (twoTone ? 2 : 256) : Math.max(2, largestLevel + 1)
  return { size: side ?? Math.min(usual, Math.max(8, middleOf(sides))), channels, levels }
}

/** The middle one of all shorter sides: half of the images are no smaller. */
export function middleOf(sides: readonly (readonly [number, number])[]): number {
  const count = sides.reduce((sum, [, n]) => sum + n, 0)
  let seen = 0
  for (const [side, n] of sides) {
    seen += n
    if (seen * 2 >= count) return side
  }
  return usual
}

/** How many images are smaller than a side, and would be enlarged to it. */
export function smallerThan(sides: readonly (readonly [number, number])[], side: number): number {
  return sides.reduce((sum, [own, n]) => (own < side ? sum + n : sum), 0)
}

/** A bar of a histogram of shorter sides. */
export interface SideBar {
  readonly from: number
  /** The first side that is no longer in it. */
  readonly to: number
  readonly count: number
}

/** Shorter sides in steps of a doubling, from the smallest to the largest; one bar where all are the same. */
export function sideBars(sides: readonly (readonly [number, number])[]): SideBar[] {
  const [first, last] = [sides[0]?.[0], sides.at(-1)?.[0]]
  if (first === undefined || last === undefined) return []
  if (first === last) return [{ from: first, to: first + 1, count: sides[0]?.[1] ?? 0 }]
  const bars: SideBar[] = []
  // Half a doubling each where there are few doublings.
  const factor = last / first > 8 ? 2 : Math.SQRT2
  for (let from = first; from <= last;) {
    const to = Math.max(from + 1, Math.round(from * factor))
    const count = sides.reduce((sum, [own, n]) => (own >= from && own < to ? sum + n : sum), 0)
    bars.push({ from, to, count })
    from = to
  }
  return bars
}
