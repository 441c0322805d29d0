import type { Architecture } from '../../src/shared/model/configuration'
import type { Size } from './reach'

/** Values of an image by number, (row, column, channel) flat. */
type Seen = Set<number>
/** For each pixel and colour group, what its features depend on. */
type FeatureMap = (row: number, column: number, group: number) => Seen

export interface Reaching extends Size {
  readonly architecture: Exclude<Architecture, 'pixelcnn'>
  readonly channels: number
  readonly layers: number
  readonly residual?: boolean
  readonly skip?: boolean
}

/**
 * For every value of an image, the values that its distribution may depend on, from the definition in
 * models.md alone: layer by layer from the image up, with sets in place of features.
 */
export function lstmMayBeSeen(of: Reaching): Set<number>[] {
  const { height, width, channels, layers, residual = true, skip = false } = of
  let x = inputLayer(of)
  const skipped: FeatureMap[] = []
  for (let i = 0; i < layers; i++) {
    const inner = of.architecture === 'row-lstm' ? rowLayer(of, x) : diagonalLayer(of, x)
    if (skip) skipped.push(inner)
    x = mapped(of, residual ? joined(x, inner) : inner)
  }
  const last = mapped(of, joined(x, ...skipped))
  return Array.from({ length: height * width * channels }, (_, value) => {
    const pixel = Math.floor(value / channels)
    return last(Math.floor(pixel / width), pixel % width, value % channels)
  })
}

/** The 7x7 convolution with mask A. */
function inputLayer({ height, width, channels }: Reaching): FeatureMap {
  return mapped({ height, width, channels }, (row, column, group) => {
    const seen: Seen = new Set()
    for (let r = Math.max(0, row - 3); r <= row; r++) {
      for (let c = Math.max(0, column - 3); c <= Math.min(width - 1, column + 3); c++) {
        for (let k = 0; k < channels; k++) {
          if (r < row || c < column || (c === column && k < group)) seen.add((r * width + c) * channels + k)
        }
      }
    }
    return seen
  })
}

/** Input-to-state 1x3 with mask B; all colours of the three states above. */
function rowLayer(size: Reaching, x: FeatureMap): FeatureMap {
  return mapped(size, (row, column, group, state) => [
    upTo(x, row, column, group),
    all(size, x, row, column - 1),
    ...[-1, 0, 1].map((step) => all(size, state, row - 1, column + step)),
  ])
}

/** Input-to-state 1x1 with mask B; all colours of two states; what comes from the right is one row down. */
function diagonalLayer(size: Reaching, x: FeatureMap): FeatureMap {
  const from = (side: -1 | 1): FeatureMap =>
    mapped(
      size,
      (row, column, group, state) => [
        upTo(x, row, column, group),
        all(size, state, row - 1, column),
        all(size, state, row, column + side),
      ],
      side,
    )
  const left = from(-1)
  const right = from(1)
  return (row, column, group) =>
    union([left(row, column, group), row > 0 ? right(row - 1, column, group) : new Set()])
}

/** What a 1x1 convolution with mask B sees: its own colour group and those before. */
function upTo(map: FeatureMap, row: number, column: number, group: number): Seen {
  return union(Array.from({ length: group + 1 }, (_, g) => map(row, column, g)))
}

/** All colours of a pixel, or nothing outside the image. */
function all({ height, width, channels }: Reaching, map: FeatureMap, row: number, column: number): Seen {
  const inside = row >= 0 && row < height && column >= 0 && column < width
  return inside ? upTo(map, row, column, channels - 1) : new Set()
}

const joined =
  (...maps: FeatureMap[]) =>
  (row: number, column: number, group: number): Seen[] =>
    maps.map((map) => upTo(map, row, column, group))

/**
 * A map filled in row by row, each from its first column, or from its last where states come from the
 * right; `compute` may ask for what was filled in before.
 */
function mapped(
  { height, width, channels }: Size & { channels: number },
  compute: (row: number, column: number, group: number, filled: FeatureMap) => Seen | Seen[],
  side: -1 | 1 = -1,
): FeatureMap {
  const sets = new Map<string, Seen>()
  const filled: FeatureMap = (row, column, group) => {
    const set = sets.get(`${row},${column},${group}`)
    if (!set) throw new Error(`(${row}, ${column}) is not computed yet`)
    return set
  }
  for (let row = 0; row < height; row++) {
    for (let i = 0; i < width; i++) {
      const column = side === -1 ? i : width - 1 - i
      for (let group = 0; group < channels; group++) {
        const seen = compute(row, column, group, filled)
        sets.set(`${row},${column},${group}`, Array.isArray(seen) ? union(seen) : seen)
      }
    }
  }
  return filled
}

function union(sets: readonly Seen[]): Seen {
  const result: Seen = new Set()
  for (const set of sets) for (const value of set) result.add(value)
  return result
}
