import type { Features } from './exactLayer'
import { ExactGates, type ExactLstm, exactLstm, repeated } from './exactLstm'
import type { ExactInnerFactory } from './exactNetwork'

/**
 * The Diagonal BiLSTM's block (section 3.2 of the paper). The scan from the left is at the current pixel. That
 * from the right is moved one row down: what a row needs of it are the states of the row above, which is known
 * to its right end when the row begins.
 */
export const exactDiagonalBilstmInner: ExactInnerFactory = (configuration, weights, prefix) => {
  const left = exactLstm(configuration, weights, `${prefix}.left`)
  const right = exactLstm(configuration, weights, `${prefix}.right`)
  const { hidden, wide, narrow } = left

  return (_height, width) => {
    const fromLeft = new Scan(left, width)
    const fromRight = new Scan(right, width)
    const xs = new Float64Array(width * 2 * hidden)
    return {
      beginRow(row) {
        fromLeft.beginRow()
        if (row === 0) return
        fromRight.beginRow()
        // x is still that of the row above.
        for (let column = width - 1; column >= 0; column--) {
          narrow.forEach((own, group) => fromRight.compute(column, column + 1, own, xs, wide[group]?.to ?? 0))
        }
      },
      compute(row, column, group, input, out) {
        const [inputs, own] = [wide[group], narrow[group]]
        if (!inputs || !own) return
        xs.set(input.subarray(inputs.from, inputs.to), column * 2 * hidden + inputs.from)
        fromLeft.compute(column, column - 1, own, xs, inputs.to)
        for (let j = own.from; j < own.to; j++) {
          const shifted = row > 0 ? fromRight.at(column, j) : 0
          out[j] = fromLeft.at(column, j) + shifted
        }
      },
    }
  }
}

/** One direction: of its hidden states the current row and the one above, of cell states the last one. */
class Scan {
  readonly #gates: ExactGates
  readonly #cell: Float64Array
  #above: Float64Array
  #current: Float64Array

  constructor(
    private readonly lstm: ExactLstm,
    private readonly width: number,
  ) {
    this.#gates = new ExactGates(lstm)
    this.#cell = new Float64Array(lstm.hidden)
    this.#above = new Float64Array(width * lstm.hidden)
    this.#current = repeated(lstm.initialHidden, width)
  }

  /** The row that was computed is now the one above; before the first, that is the initial state. */
  beginRow(): void {
    const free = this.#above
    this.#above = this.#current
    this.#current = free
    this.#cell.set(this.lstm.initialCell)
  }

  /**
   * The state at a column, its features `own`, from the first `count` features of x there, the state above it
   * and that at the column `behind` it; where this is outside the image, the initial one.
   */
  compute(column: number, behind: number, own: Features, xs: Float64Array, count: number): void {
    const { hidden, initialHidden } = this.lstm
    const gates = this.#gates
    gates.begin(own)
    gates.add('toState', 0, xs, column * 2 * hidden, count)
    gates.add('stateToState', 0, this.#above, column * hidden, hidden)
    if (behind >= 0 && behind < this.width) {
      gates.add('stateToState', 1, this.#current, behind * hidden, hidden)
    } else {
      gates.add('stateToState', 1, initialHidden, 0, hidden)
    }
    gates.finish(own, this.#cell, 0, this.#current, column * hidden)
  }

  /** Feature j of the hidden state at a column of the current row. */
  at(column: number, j: number): number {
    return this.#current[column * this.lstm.hidden + j] ?? NaN
  }
}
