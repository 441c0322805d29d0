/**
 * The order in which an LSTM layer visits the cells of a map (sections 3.1 and 3.2 of the paper), a step
 * at a time, as tables: nothing here knows of tensors.
 *
 *     Row LSTM, 3 x 4         diagonal, from the left      diagonal, from the right
 *
 *     0 0 0 0                 0 1 2 3                      3 2 1 0
 *     1 1 1 1                 1 2 3 4                      4 3 2 1
 *     2 2 2 2                 2 3 4 5                      5 4 3 2
 *
 * All cells of a step are computed at once, in the order of their columns (rows) or of their rows
 * (diagonals), from the states of the step before. Those are extended by `before` and `after` states from
 * outside the image, and cell i of a step then reads the states i .. i + taps - 1 of the extended ones.
 */
export interface Wavefront {
  readonly height: number
  readonly width: number
  /** For each cell in the order of visits, its place in the map, row * width + column; none: the same. */
  readonly order: Int32Array | undefined
  readonly steps: readonly WavefrontStep[]
  /** Length of the state-to-state kernel. */
  readonly taps: number
  /** Of these states, the one whose cell state is carried on. */
  readonly carried: number
  /** Of what the step before the first consists: that many initial states. */
  readonly initialStates: number
  /** What stands for states beside the image: zeros, or the learned initial state. */
  readonly beside: 'zeros' | 'initial'
}

export interface WavefrontStep {
  /** First of its cells, in the order of visits. */
  readonly first: number
  readonly count: number
  readonly before: 0 | 1
  readonly after: 0 | 1
}

/**
 * Rows from the top; a cell reads the three states above it. Above the first row is the initial state.
 * Beside the image the convolution finds zeros, as any convolution does (so the reference has it).
 */
export function rowWavefront(height: number, width: number): Wavefront {
  return {
    height,
    width,
    order: undefined,
    steps: Array.from({ length: height }, (_, row) => ({
      first: row * width,
      count: width,
      before: 1,
      after: 1,
    })),
    taps: 3,
    carried: 1,
    initialStates: width,
    beside: 'zeros',
  }
}

/** Which neighbour in its row a diagonal scan comes from. */
export type ScanDirection = 'left-to-right' | 'right-to-left'

/**
 * Diagonals from a top corner, each from its uppermost cell down; a cell reads the state above it and that
 * behind it, in this order. A diagonal of the skewed map is one of its columns: of those only the cells
 * that are in the image are visited.
 */
export function diagonalWavefront(height: number, width: number, direction: ScanDirection): Wavefront {
  const order = new Int32Array(height * width)
  const steps: WavefrontStep[] = []
  let first = 0
  for (let diagonal = 0; diagonal < height + width - 1; diagonal++) {
    const top = Math.max(0, diagonal - width + 1)
    const bottom = Math.min(height - 1, diagonal)
    for (let row = top; row <= bottom; row++) {
      const passed = diagonal - row
      const column = direction === 'left-to-right' ? passed : width - 1 - passed
      order[first + row - top] = row * width + column
    }
    const count = bottom - top + 1
    // Its uppermost cell is in the first row, with nothing above; its lowest in the first column reached,
    // with nothing behind.
    steps.push({ first, count, before: diagonal < width ? 1 : 0, after: diagonal < height ? 1 : 0 })
    first += count
  }
  return { height, width, order, steps, taps: 2, carried: 1, initialStates: 0, beside: 'initial' }
}

/** States of the step before step `index`, the initial ones before the first. */
export function statesBefore({ steps, initialStates }: Wavefront, index: number): number {
  return steps[index - 1]?.count ?? initialStates
}

/** Cells of a step whose carried cell state is from within the image; the rest carry the initial one. */
export function carriedFromInside({ count, before }: WavefrontStep, states: number, carried: number): number {
  return Math.min(count, states - (carried - before))
}

/**
 * For each tap, the state that each cell reads, as its number in the order of visits; the number of
 * cells stands for the initial state, and one more for zeros.
 */
export function statesRead(wavefront: Wavefront): Int32Array[] {
  const { height, width, steps, taps, beside } = wavefront
  const initial = height * width
  const outside = beside === 'initial' ? initial : initial + 1
  return Array.from({ length: taps }, (_, tap) => {
    const read = new Int32Array(height * width)
    steps.forEach(({ first, count, before }, index) => {
      const states = statesBefore(wavefront, index)
      const previous = steps[index - 1]
      for (let i = 0; i < count; i++) {
        const state = i + tap - before
        const inside = state >= 0 && state < states
        read[first + i] = !inside ? outside : previous ? previous.first + state : initial
      }
    })
    return read
  })
}

/** The inverse of an order: for each place in the map, when it is visited. */
export function inverseOrder(order: Int32Array): Int32Array {
  const inverse = new Int32Array(order.length)
  order.forEach((place, visit) => (inverse[place] = visit))
  return inverse
}
