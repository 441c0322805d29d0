import { accumulate, begin, exactLayer, groupsOf, rectify } from './exactLayer'
import type { ExactInnerFactory } from './exactNetwork'

/**
 * The PixelCNN's block (section 3.3 of the paper): ReLU, 1x1 to h, ReLU, 3x3, ReLU. Of the map between its two
 * convolutions the current row and the one above are kept, all that the 3x3 still looks at.
 */
export const exactPixelCnnInner: ExactInnerFactory = ({ hidden, channels }, weights, prefix) => {
  const down = exactLayer(weights, `${prefix}.down`, { inputs: 2 * hidden, outputs: hidden })
  const conv = exactLayer(weights, `${prefix}.conv`, { inputs: hidden, outputs: hidden })
  const wide = groupsOf(2 * hidden, channels)
  const narrow = groupsOf(hidden, channels)

  return (_height, width) => {
    const x = new Float64Array(2 * hidden)
    const sums = new Float64Array(hidden)
    const rows = [new Float64Array(width * hidden), new Float64Array(width * hidden)] as const
    return {
      compute(row, column, group, input, out) {
        const [inputs, own] = [wide[group], narrow[group]]
        if (!inputs || !own) return
        const [current, above] = row % 2 === 0 ? rows : [rows[1], rows[0]]
        rectify(input, x, inputs)
        begin(sums, down, own)
        accumulate(sums, down, 0, own, x, 0, inputs.to)
        rectify(sums, current, own, column * hidden)

        begin(sums, conv, own)
        for (let tap = 0; tap < 3; tap++) {
          const c = column + tap - 1
          if (row === 0 || c < 0 || c >= width) continue
          accumulate(sums, conv, tap, own, above, c * hidden, hidden)
        }
        if (column > 0) accumulate(sums, conv, 3, own, current, (column - 1) * hidden, hidden)
        accumulate(sums, conv, 4, own, current, column * hidden, own.to)
        rectify(sums, out, own)
      },
    }
  }
}
