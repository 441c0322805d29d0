import type { Architecture, ModelConfiguration } from '../../shared/model/configuration'
import type { ImageShape } from './positions'

/**
 * What each logit may depend on, from the definition of the networks alone (models.md): no tensor, no mask of
 * the engine has a part in it, so that it can judge them. A set of values is a bit field: bit v is value v.
 */
export type ReachMap = readonly bigint[]

/** What features of one colour group at every pixel depend on, [H, W, groups] flat. */
type Field = bigint[]

type Part = Pick<ModelConfiguration, 'architecture' | 'layers'>

/**
 * For every value, the values that its logits can depend on with some weights: exactly these, no others. For
 * models of one scale.
 */
export function reachMap({ architecture, layers }: Part, shape: ImageShape): ReachMap {
  const grid = new Grid(shape)
  let field = grid.map((row, column, group) => {
    let seen = grid.window(grid.values(), row, column, { side: 7, own: undefined })
    for (let earlier = 0; earlier < group; earlier++) seen |= grid.bit(row, column, earlier)
    return seen
  })
  // A residual adds nothing that a block's own pixel doesn't bring; without any, the path through it remains.
  for (let i = 0; i < layers; i++) field = inner[architecture](grid, field)
  // The 1x1 convolutions at the end see the groups before, which hold no more than the last.
  return grid.map((row, column, group) => grid.upTo(field, row, column, group))
}

/** Fields of one image, and how windows and states gather them. */
class Grid {
  constructor(private readonly shape: ImageShape) {}

  get height(): number {
    return this.shape.height
  }

  get width(): number {
    return this.shape.width
  }

  get channels(): number {
    return this.shape.channels
  }

  index(row: number, column: number, group: number): number {
    return (row * this.width + column) * this.channels + group
  }

  bit(row: number, column: number, channel: number): bigint {
    return 1n << BigInt(this.index(row, column, channel))
  }

  /** Each value depends on itself. */
  values(): Field {
    return this.map((row, column, group) => this.bit(row, column, group))
  }

  map(compute: (row: number, column: number, group: number) => bigint): Field {
    const field: Field = []
    for (let row = 0; row < this.height; row++) {
      for (let column = 0; column < this.width; column++) {
        for (let group = 0; group < this.channels; group++) field.push(compute(row, column, group))
      }
    }
    return field
  }

  /** Groups 0..last of a pixel; nothing outside the image. */
  upTo(field: Field, row: number, column: number, last: number): bigint {
    let seen = 0n
    if (row < 0 || column < 0 || column >= this.width) return seen
    for (let group = 0; group <= last; group++) seen |= field[this.index(row, column, group)] ?? 0n
    return seen
  }

  /** All groups of a pixel. */
  all(field: Field, row: number, column: number): bigint {
    return this.upTo(field, row, column, this.channels - 1)
  }

  /**
   * A masked kernel: rows above (unless `rows` says none), columns to the left, and of the pixel itself the
   * groups up to `own`, if any.
   */
  window(
    field: Field,
    row: number,
    column: number,
    { side, own, rows = side >> 1 }: { side: number; own: number | undefined; rows?: number },
  ): bigint {
    const half = side >> 1
    let seen = own === undefined ? 0n : this.upTo(field, row, column, own)
    for (let r = row - rows; r < row; r++) {
      for (let c = column - half; c <= column + half; c++) seen |= this.all(field, r, c)
    }
    for (let c = column - half; c < column; c++) seen |= this.all(field, row, c)
    return seen
  }
}

const inner: Readonly<Record<Architecture, (grid: Grid, field: Field) => Field>> = {
  /** A 3x3 convolution with mask B. */
  pixelcnn: (grid, field) =>
    grid.map((row, column, group) => grid.window(field, row, column, { side: 3, own: group })),

  /** Input-to-state 1x3 with mask B; the state sees three states of the row above. */
  'row-lstm': (grid, field) => {
    const states: Field = []
    return grid.map((row, column, group) => {
      let seen = grid.window(field, row, column, { side: 3, own: group, rows: 0 })
      for (let c = column - 1; c <= column + 1; c++) seen |= grid.all(states, row - 1, c)
      states[grid.index(row, column, group)] = seen
      return seen
    })
  },

  /** Two scans; the one from the right is moved a row down, so that it has nothing from the right of the pixel. */
  'diagonal-bilstm': (grid, field) => {
    const scan = (step: 1 | -1): Field => {
      const states: Field = new Array<bigint>(field.length).fill(0n)
      for (let row = 0; row < grid.height; row++) {
        for (let i = 0; i < grid.width; i++) {
          const column = step === 1 ? i : grid.width - 1 - i
          const before = grid.all(states, row - 1, column) | grid.all(states, row, column - step)
          for (let group = 0; group < grid.channels; group++) {
            states[grid.index(row, column, group)] = before | grid.upTo(field, row, column, group)
          }
        }
      }
      return states
    }
    const [left, right] = [scan(1), scan(-1)]
    return grid.map((row, column, group) => {
      const above = row > 0 ? (right[grid.index(row - 1, column, group)] ?? 0n) : 0n
      return (left[grid.index(row, column, group)] ?? 0n) | above
    })
  },
}

/** How many values a set holds. */
export function sizeOfSet(set: bigint): number {
  return set.toString(2).replaceAll('0', '').length
}
