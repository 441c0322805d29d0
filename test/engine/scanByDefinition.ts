/** One LSTM layer's scan in double precision, a pixel at a time, by its definition in models.md. */
export interface ScanCase {
  readonly kind: 'row' | 'left-to-right' | 'right-to-left'
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly hidden: number
  /** Flat: toState [batch, height, width, 4h], kernel [taps, h, 4h], hidden and cell state [h]. */
  readonly inputs: readonly [
    toState: Float64Array,
    kernel: Float64Array,
    initialHidden: Float64Array,
    initialCell: Float64Array,
  ]
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** Hidden states [batch, height, width, h], flat. */
export function scanByDefinition({ kind, batch, height, width, hidden: h, inputs }: ScanCase): Float64Array {
  const [toState, kernel, initialHidden, initialCell] = inputs
  const hidden = new Float64Array(batch * height * width * h)
  const cell = new Float64Array(hidden.length)
  const zeros = new Float64Array(h)
  const behind = kind === 'left-to-right' ? -1 : 1
  /** The states that (row, column) reads, in the order of the kernel. */
  const neighbours = (row: number, column: number): [number, number][] =>
    kind === 'row'
      ? [-1, 0, 1].map((step) => [row - 1, column + step])
      : [
          [row - 1, column],
          [row, column + behind],
        ]
  const carriedTap = 1

  for (let n = 0; n < batch; n++) {
    const start = (row: number, column: number): number => ((n * height + row) * width + column) * h
    const inside = (row: number, column: number): boolean =>
      row >= 0 && column >= 0 && column < width && row < height
    const stateAt = (row: number, column: number): Float64Array => {
      if (inside(row, column)) return hidden.subarray(start(row, column), start(row, column) + h)
      // A row's convolution is padded with zeros beside the image; above it is the initial state.
      return kind === 'row' && (column < 0 || column >= width) ? zeros : initialHidden
    }
    for (let row = 0; row < height; row++) {
      for (let i = 0; i < width; i++) {
        const column = kind === 'right-to-left' ? width - 1 - i : i
        const reads = neighbours(row, column)
        const [cellRow = 0, cellColumn = 0] = reads[carriedTap] ?? []
        const own = start(row, column)
        const gate = (index: number, j: number): number => {
          let z = toState[4 * own + index * h + j] ?? NaN
          reads.forEach(([r, c], tap) => {
            stateAt(r, c).forEach((state, k) => {
              z += state * (kernel[(tap * h + k) * 4 * h + index * h + j] ?? NaN)
            })
          })
          return z
        }
        for (let j = 0; j < h; j++) {
          const carried = inside(cellRow, cellColumn) ? cell[start(cellRow, cellColumn) + j] : initialCell[j]
          const next = sigmoid(gate(1, j)) * (carried ?? NaN) + sigmoid(gate(2, j)) * Math.tanh(gate(3, j))
          cell[own + j] = next
          hidden[own + j] = sigmoid(gate(0, j)) * Math.tanh(next)
        }
      }
    }
  }
  return hidden
}
