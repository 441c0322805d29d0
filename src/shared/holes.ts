import type { Rectangle } from './geometry'

/** What is to be filled in one frame: a part of the mask, far from every other. */
export interface Hole {
  /** From 0, in the order in which holes are met from the top. */
  readonly number: number
  /** Smallest rectangle of the photo that holds its pixels. */
  readonly bounds: Rectangle
}

/** Side of the smallest cell, photo pixels: of smaller ones a large photo would have too many. */
const smallestCell = 8

/** Cells that lie no further apart, counted along the longer way, belong to one hole: one empty cell may lie between. */
const nearness = 2

/** Least share of the cells in its bounds that one hole fills: a long scratch or scattered dust is many small holes. */
const leastShare = 0.25

const none = -1

/**
 * The holes of a mask. They are told apart on a grid of cells as large as the model's pictures, so that it takes a look
 * at each masked row of a cell and a few numbers for each cell, however large the photo is and however scattered its
 * mask: cells that hold something and are near each other are one hole. What would fill only a little of its frame is
 * halved until it doesn't, or it would be seen from too far away.
 */
export class HoleMap {
  private constructor(
    readonly holes: readonly Hole[],
    private readonly cell: number,
    private readonly columns: number,
    /** Of each cell the number of its hole. */
    private readonly numbers: Int32Array,
  ) {}

  /** Of a mask [height, width], 1 = fill, for a model whose pictures have `modelSize` pixels a side. */
  static of(mask: Uint8Array, width: number, height: number, modelSize: number): HoleMap {
    const cell = Math.max(smallestCell, modelSize)
    const columns = Math.ceil(width / cell)
    const cells = occupiedCells(mask, width, height, cell)
    const numbers = new Int32Array(columns * Math.ceil(height / cell)).fill(none)
    const reached = new Set<number>()
    const parts: number[][] = []
    for (const start of cells.keys()) {
      if (!reached.has(start)) parts.push(...compact(connected(start, cells, reached, columns), columns))
    }
    const holes = parts
      .sort(([a = 0], [b = 0]) => a - b)
      .map((part, number) => {
        for (const at of part) numbers[at] = number
        const bounds = part.flatMap((at) => cells.get(at) ?? []).reduce(union)
        return { number, bounds }
      })
    return new HoleMap(holes, cell, columns, numbers)
  }

  /** The same with all holes that `isOne` says so of taken for one, in the place of the first. */
  joined(isOne: (hole: Hole) => boolean): HoleMap {
    const parts = this.holes.filter(isOne)
    const [first, ...others] = parts
    if (!first || others.length === 0) return this
    const bounds = parts.map((part) => part.bounds).reduce(union)
    const left = this.holes.filter((hole) => hole === first || !isOne(hole))
    const numberOf = new Map(left.map(({ number }, place) => [number, place]))
    for (const { number } of others) numberOf.set(number, numberOf.get(first.number) ?? none)
    return new HoleMap(
      left.map((hole, number) => ({ number, bounds: hole === first ? bounds : hole.bounds })),
      this.cell,
      this.columns,
      this.numbers.map((number) => numberOf.get(number) ?? none),
    )
  }

  /** [region.height, region.width]: 1 where `mask`, of the whole photo, has a pixel of this hole. */
  own({ number }: Hole, mask: Uint8Array, width: number, region: Rectangle): Uint8Array {
    const { cell, columns, numbers } = this
    const own = new Uint8Array(region.width * region.height)
    for (let y = 0; y < region.height; y++) {
      const start = (region.y + y) * width + region.x
      own.set(mask.subarray(start, start + region.width), y * region.width)
      const cellRow = Math.floor((region.y + y) / cell) * columns
      for (let x = region.x; x < region.x + region.width;) {
        const end = Math.min(region.x + region.width, (Math.floor(x / cell) + 1) * cell)
        if (numbers[cellRow + Math.floor(x / cell)] !== number) {
          own.fill(0, y * region.width + x - region.x, y * region.width + end - region.x)
        }
        x = end
      }
    }
    return own
  }
}

/** Bounds of what each cell holds, by the cell's number, in raster order; empty cells are left out. */
function occupiedCells(
  mask: Uint8Array,
  width: number,
  height: number,
  cell: number,
): Map<number, Rectangle> {
  const columns = Math.ceil(width / cell)
  // Left, top, right and bottom of each, in one list of numbers: a large photo's mask has a million rows of cells.
  const sides = new Int32Array(columns * Math.ceil(height / cell) * 4).fill(none)
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width)
    for (let x = row.indexOf(1); x >= 0;) {
      const column = Math.floor(x / cell)
      const end = Math.min(width, (column + 1) * cell)
      const at = (Math.floor(y / cell) * columns + column) * 4
      const left = sides[at] ?? none
      if (left === none || x < left) sides[at] = x
      if (left === none) sides[at + 1] = y
      sides[at + 2] = Math.max(sides[at + 2] ?? none, row.lastIndexOf(1, end - 1))
      sides[at + 3] = y
      x = row.indexOf(1, end)
    }
  }
  const cells = new Map<number, Rectangle>()
  for (let number = 0; number * 4 < sides.length; number++) {
    const [x = none, y = none, right = none, bottom = none] = sides.subarray(number * 4, number * 4 + 4)
    if (x !== none) cells.set(number, { x, y, width: right - x + 1, height: bottom - y + 1 })
  }
  return cells
}

/** All cells that hang together with one, in raster order; they are added to those `reached`. */
function connected(
  start: number,
  cells: ReadonlyMap<number, Rectangle>,
  reached: Set<number>,
  columns: number,
): number[] {
  const found = [start]
  reached.add(start)
  for (const at of found) {
    const column = at % columns
    for (let down = -nearness; down <= nearness; down++) {
      const from = Math.max(0, column - nearness)
      for (let x = from; x <= Math.min(columns - 1, column + nearness); x++) {
        const other = at + down * columns + x - column
        if (!cells.has(other) || reached.has(other)) continue
        reached.add(other)
        found.push(other)
      }
    }
  }
  return found.sort((a, b) => a - b)
}

/**
 * Cells in parts that each fill enough of their bounds: halved across the longer side where they don't, down to what two
 * cells near each other span.
 */
function compact(cells: readonly number[], columns: number): number[][] {
  const places = cells.map((at) => ({ at, x: at % columns, y: Math.floor(at / columns) }))
  const range = (side: 'x' | 'y'): { from: number; length: number } => {
    const from = places.reduce((least, place) => Math.min(least, place[side]), Infinity)
    return { from, length: places.reduce((most, place) => Math.max(most, place[side]), 0) - from + 1 }
  }
  const ranges = { x: range('x'), y: range('y') }
  const isSmall = Math.max(ranges.x.length, ranges.y.length) <= nearness + 1
  if (isSmall || cells.length >= leastShare * ranges.x.length * ranges.y.length) return [[...cells]]
  const side = ranges.x.length >= ranges.y.length ? 'x' : 'y'
  const middle = ranges[side].from + ranges[side].length / 2
  const halves = [
    places.filter((place) => place[side] < middle),
    places.filter((place) => place[side] >= middle),
  ]
  return halves.flatMap((half) =>
    compact(
      half.map(({ at }) => at),
      columns,
    ),
  )
}

/** Smallest rectangle that holds both. */
export function union(a: Rectangle, b: Rectangle): Rectangle {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)]
  return { x, y, width: right - x, height: bottom - y }
}
