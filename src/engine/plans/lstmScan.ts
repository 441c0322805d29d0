import { statesRead, type Wavefront } from '../ops/wavefront'
import { mapWords, Place, type FeatureMap, type ProgramBuilder } from './builder'
import { biasSources } from './convolution'
import { columnOf, featureAt, type Features } from './features'
import type { Piece } from './memory'
import { packKernel, type PackedSegment } from './packing'
import { gradientRanges, packingWords } from './product'
import { constant, inverseTaps, outside } from './taps'
import type { WeightLayout } from './weightLayout'
import { opcodes } from './words'

/** The state-to-state part of an LSTM layer, or of one direction of it. */
export interface LstmScan {
  /** From gates that hold input-to-state; they become their activations. Fills the hidden states. */
  forward(gates: FeatureMap, hidden: FeatureMap): void
  /**
   * From the gradient of the hidden states, which is used up; activated gates become the gradient of
   * input-to-state. Adds to the gradients of the parameters.
   */
  backward(gates: FeatureMap, hidden: FeatureMap, dHidden: FeatureMap): void
}

/** The scan whose parameters are `name`.stateToState.kernel, `name`.initialHidden and `name`.initialCell. */
export function planScan(
  builder: ProgramBuilder,
  weights: WeightLayout,
  name: string,
  wavefront: Wavefront,
  hidden: Features,
  gates: Features,
): LstmScan {
  const { height, width, taps, steps } = wavefront
  const cells = height * width
  const key = `${name} scan`
  const order = wavefront.order ?? Int32Array.from({ length: cells }, (_, i) => i)
  const before = tapsBefore(wavefront, order)
  const shared = `${height} ${width} ${taps} ${order[0] ?? 0}`
  const orderTable = builder.table(`order ${shared}`, () => order)
  const beforeTable = builder.table(`states ${shared}`, () => before)
  const stepTable = builder.table(`steps ${shared}`, () =>
    Int32Array.from(steps.flatMap(({ first, count }) => [first, count])),
  )
  const first = weights.offsetOf(`${name}.stateToState.kernel`)
  const gateCount = gates.count * gates.gates
  const source = (tap: number, from: number, to: number): number => {
    const [i, o] = [featureAt(hidden, from), featureAt(gates, to)]
    return i < 0 || o < 0 ? -1 : first + (tap * hidden.count + i) * gateCount + o
  }
  const tapNumbers = Array.from({ length: taps }, (_, tap) => tap)
  const segments = tapNumbers.map((tap): PackedSegment => ({
    tap,
    offset: 0,
    length: hidden.width,
    source: (k, column) => source(tap, k, column),
  }))
  const forward = packKernel(segments, gates.width, builder.panel)
  const forwardWords = packingWords(builder, `${key} forward`, forward, weights.pack(forward.sources))
  const state = (parameter: string): Place => {
    const { packed, offset } = weights.pack(biasSources(weights.offsetOf(`${name}.${parameter}`), hidden))
    return new Place(packed, offset)
  }
  const [initialHidden, initialCell] = [state('initialHidden'), state('initialCell')]
  let cell: FeatureMap | undefined

  return {
    forward(map, h) {
      cell = builder.map(cells, hidden.width)
      builder.emit(
        opcodes.scan,
        ...mapWords(h),
        taps,
        beforeTable,
        initialHidden,
        orderTable,
        cells,
        ...forwardWords,
        -1,
        ...mapWords(map),
        ...mapWords(map),
        ...mapWords(),
        ...mapWords(),
        0,
        stepTable,
        steps.length,
        hidden.width,
        ...mapWords(cell),
        initialCell,
      )
    },
    backward(map, h, dHidden) {
      if (!cell) throw new Error('a scan goes back that never went forth')
      const back = tapNumbers.map((tap): PackedSegment => ({
        tap,
        offset: 0,
        length: gates.width,
        source: (k, column) => source(tap, column, k),
      }))
      const packing = packKernel(back, hidden.width, builder.panel)
      const words = packingWords(builder, `${key} backward`, packing, weights.pack(packing.sources))
      const after = builder.table(`states after ${shared}`, () => inverseTaps(before, order, taps))
      const carried = builder.map(cells, hidden.width)
      const initialSums = builder.sums(taps * gates.width)
      const [dInitialHidden, dInitialCell] = [builder.sums(hidden.width), builder.sums(hidden.width)]
      builder.emit(
        opcodes.scanGradient,
        ...mapWords(map),
        taps,
        after,
        -1,
        orderTable,
        cells,
        ...words,
        -1,
        ...mapWords(dHidden),
        ...mapWords(dHidden),
        ...mapWords(),
        ...mapWords(),
        0,
        stepTable,
        steps.length,
        hidden.width,
        ...mapWords(cell),
        initialCell,
        beforeTable,
        ...mapWords(carried),
        initialSums,
        dInitialCell,
      )
      const kernel = builder.sums(taps * hidden.width * gates.width)
      builder.emit(
        opcodes.kernelGradient,
        ...mapWords(h),
        taps,
        beforeTable,
        initialHidden,
        orderTable,
        cells,
        ...mapWords(map),
        hidden.width,
        gates.width,
        builder.table(`${key} ranges`, () => gradientRanges(segments, gates.width, builder.panel)),
        kernel,
        -1,
      )
      // What came to initial states is summed before it goes through the kernel: one row instead of many.
      const row = (piece: Piece, floats: number, at = 0): (Piece | Place | number)[] => [
        at === 0 ? piece : new Place(piece, at),
        0,
        floats,
      ]
      builder.emitLast(
        opcodes.product,
        ...row(initialSums, gates.width),
        taps,
        builder.table(`rows ${taps}`, () => Int32Array.from(tapNumbers)),
        -1,
        -1,
        1,
        ...words,
        -1,
        ...row(dInitialHidden, hidden.width),
        -1,
        0,
        0,
        -1,
        0,
        0,
        -1,
        0,
        0,
        0,
      )
      const places = new Int32Array(taps * hidden.count * gateCount)
      for (let tap = 0, entry = 0; tap < taps; tap++) {
        for (let i = 0; i < hidden.count; i++) {
          for (let o = 0; o < gateCount; o++, entry++) {
            places[entry] = (tap * hidden.width + columnOf(hidden, i)) * gates.width + columnOf(gates, o)
          }
        }
      }
      weights.gradientOf(`${name}.stateToState.kernel`, kernel, places)
      const line = Int32Array.from({ length: hidden.count }, (_, i) => i)
      weights.gradientOf(`${name}.initialHidden`, dInitialHidden, line)
      weights.gradientOf(`${name}.initialCell`, dInitialCell, line)
    },
  }
}

/** For each cell in the order of visits and each tap: the cell whose state it reads, by place in the map. */
function tapsBefore(wavefront: Wavefront, order: Int32Array): Int32Array {
  const { taps, height, width } = wavefront
  const cells = height * width
  const read = statesRead(wavefront)
  const table = new Int32Array(cells * taps)
  for (let position = 0; position < cells; position++) {
    for (let tap = 0; tap < taps; tap++) {
      const state = read[tap]?.[position] ?? cells + 1
      table[position * taps + tap] =
        state < cells ? (order[state] ?? 0) : state === cells ? constant : outside
    }
  }
  return table
}
