import { ExactGates, exactLstm, repeated } from './exactLstm'
import type { ExactInnerFactory } from './exactNetwork'

/**
 * The Row LSTM's block (section 3.1 of the paper). Of the states the current row and the one above are kept, and
 * of x the current row: with mask B the 1x3 input-to-state sees the pixel and the one to its left.
 */
export const exactRowLstmInner: ExactInnerFactory = (configuration, weights, prefix) => {
  const lstm = exactLstm(configuration, weights, prefix)
  const { hidden, wide, narrow } = lstm

  return (_height, width) => {
    const gates = new ExactGates(lstm)
    const xs = new Float64Array(width * 2 * hidden)
    /** Hidden states of even rows and of odd ones; above the first is the initial one. */
    const rows = [new Float64Array(width * hidden), repeated(lstm.initialHidden, width)] as const
    /** A feature's cell state needs its own alone, so that each row's takes the place of the one above. */
    const cells = repeated(lstm.initialCell, width)
    return {
      compute(row, column, group, input, out) {
        const [inputs, own] = [wide[group], narrow[group]]
        if (!inputs || !own) return
        const [current, above] = row % 2 === 0 ? rows : [rows[1], rows[0]]
        const x = column * 2 * hidden
        xs.set(input.subarray(inputs.from, inputs.to), x + inputs.from)
        gates.begin(own)
        if (column > 0) gates.add('toState', 0, xs, x - 2 * hidden, 2 * hidden)
        gates.add('toState', 1, xs, x, inputs.to)
        for (let tap = 0; tap < 3; tap++) {
          const c = column + tap - 1
          // Beside the rows there are zeros (docs/decisions/row-lstm-beside-the-image.md).
          if (c >= 0 && c < width) gates.add('stateToState', tap, above, c * hidden, hidden)
        }
        const at = column * hidden
        gates.finish(own, cells, at, current, at)
        out.set(current.subarray(at + own.from, at + own.to), own.from)
      },
    }
  }
}
