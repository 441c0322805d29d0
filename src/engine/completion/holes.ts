import type { Rectangle } from '../../shared/geometry'

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

const none = -1

/**
 * The holes of a mask. They are told apart on a grid of cells as large as the model's pictures, so that it takes a look
 * at each masked row of a cell and a few numbers for each cell, however large the photo is and however scattered its
 * mask: cells that hold something and are near each other are one hole.
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
    const holes: Hole[] = []
    for (const start of cells.keys()) {
      if (numbers[start] !== none) continue
      const bounds = collect(start, holes.length, { cells, numbers, columns })
      holes.push({ number: holes.length, bounds })
    }
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
  const cells = new Map<number, Rectangle>()
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width)
    for (let x = row.indexOf(1); x >= 0;) {
      const column = Math.floor(x / cell)
      const end = Math.min(width, (column + 1) * cell)
      const last = row.lastIndexOf(1, end - 1)
      const number = Math.floor(y / cell) * columns + column
      const found = { x, y, width: last - x + 1, height: 1 }
      const before = cells.get(number)
      cells.set(number, before ? union(before, found) : found)
      x = row.indexOf(1, end)
    }
  }
  return new Map([...cells].sort(([a], [b]) => a - b))
}

/** Numbers all cells that hang together with one, and gives the bounds of what they hold. */
function collect(
  start: number,
  number: number,
  grid: {
    readonly cells: ReadonlyMap<number, Rectangle>
    readonly numbers: Int32Array
    readonly columns: number
  },
): Rectangle {
  const { cells, numbers, columns } = grid
  let bounds = cells.get(start)
  const waiting = [start]
  numbers[start] = number
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const held = cells.get(at)
    if (held && bounds) bounds = union(bounds, held)
    const column = at % columns
    for (let down = -nearness; down <= nearness; down++) {
      const from = Math.max(0, column - nearness)
      for (let x = from; x <= Math.min(columns - 1, column + nearness); x++) {
        const other = at + down * columns + x - column
        if (!cells.has(other) || numbers[other] !== none) continue
        numbers[other] = number
        waiting.push(other)
      }
    }
  }
  return bounds ?? { x: 0, y: 0, width: 0, height: 0 }
}

/** Smallest rectangle that holds both. */
export function union(a: Rectangle, b: Rectangle): Rectangle {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)]
  return { x, y, width: right - x, height: bottom - y }
}
