import { type FeatureMap, Place, type ProgramBuilder } from './builder'
import { biasSources } from './convolution'
import type { Features } from './features'
import { packKernel, type PackedSegment } from './packing'
import {
  emitKernelGradient,
  emitProduct,
  type Epilogue,
  gradientRanges,
  packingWords,
  type Reads,
} from './product'
import { outside } from './taps'
import type { WeightLayout } from './weightLayout'

export interface Size {
  readonly height: number
  readonly width: number
}

/** ops/transposedConvolution.ts, cut off at the right and below, forth and back. */
export interface PlannedTransposed {
  forward(x: FeatureMap, y: FeatureMap, epilogue?: Epilogue): void
  /** The gradient by x from that by y. */
  backward(dy: FeatureMap, dx: FeatureMap, epilogue?: Epilogue): void
  /** Adds to the gradients of kernel and bias. */
  gradient(x: FeatureMap, dy: FeatureMap): void
}

const side = 4
const allTaps = Array.from({ length: side * side }, (_, tap) => tap)

/**
 * The transposed convolution 4x4, stride 2, padding 1, whose parameters are `name`.kernel and `name`.bias, from
 * a map of one size to what `to` keeps of one twice as large. Kernel row k takes input row i to row 2i - 1 + k, so
 * that a row sees two rows of the input, an even one by kernel rows 1 and 3, an odd one by 0 and 2. Columns alike:
 * cells that are even and odd alike see the input by the same four taps, and are a product of their own.
 */
export function planTransposed(
  builder: ProgramBuilder,
  weights: WeightLayout,
  name: string,
  features: Features,
  from: Size,
  to: Size,
): PlannedTransposed {
  const { count, width } = features
  const first = weights.offsetOf(`${name}.kernel`)
  const source = (tap: number, input: number, output: number): number =>
    input < count && output < count ? first + (tap * count + input) * count + output : -1
  const kinds = [0, 1, 2, 3]
    .map((kind) => ({ oddRow: kind >> 1, oddColumn: kind & 1 }))
    .map(({ oddRow, oddColumn }) => {
      const cells = cellsOf(to, oddRow, oddColumn)
      const taps = allTaps.filter(
        (tap) => (rowOf(tap) + oddRow) % 2 === 1 && (columnOf(tap) + oddColumn) % 2 === 1,
      )
      const segments = taps.map((tap, t): PackedSegment => {
        return { tap: t, offset: 0, length: width, source: (k, column) => source(tap, k, column) }
      })
      return { key: `${name} ${oddRow} ${oddColumn}`, cells, taps, segments }
    })
    .filter(({ cells }) => cells.length > 0)
  const sizes = `${from.height} ${from.width} ${to.height} ${to.width}`
  const biases = weights.pack(biasSources(weights.offsetOf(`${name}.bias`), features))
  const bias = new Place(biases.packed, biases.offset)
  const products = kinds.map(({ key, cells, taps, segments }) => {
    const packing = packKernel(segments, width, builder.panel)
    const reads: Reads = {
      taps: taps.length,
      table: builder.table(`up ${sizes} ${taps.join()}`, () => inputsOf(cells, taps, from, to)),
      list: builder.table(`up cells ${sizes} ${taps.join()}`, () => Int32Array.from(cells)),
      cells: cells.length,
    }
    const kernel = packingWords(builder, key, packing, weights.pack(packing.sources))
    return { key, taps, segments, reads, weights: { kernel, bias } }
  })

  return {
    forward(x, y, epilogue) {
      for (const { reads, weights: own } of products) emitProduct(builder, x, y, reads, own, epilogue)
    },
    backward(dy, dx, epilogue) {
      const segments = allTaps.map((tap): PackedSegment => {
        return { tap, offset: 0, length: width, source: (k, column) => source(tap, column, k) }
      })
      const packing = packKernel(segments, width, builder.panel)
      const kernel = packingWords(builder, `${name} backward`, packing, weights.pack(packing.sources))
      const reads: Reads = {
        taps: allTaps.length,
        table: builder.table(`down ${sizes}`, () => outputsOf(from, to)),
        cells: from.height * from.width,
      }
      emitProduct(builder, dy, dx, reads, { kernel, bias: -1 }, epilogue)
    },
    gradient(x, dy) {
      const tapFloats = width * width
      const kernel = builder.sums(allTaps.length * tapFloats)
      const sums = builder.sums(width)
      const places = new Int32Array(allTaps.length * count * count).fill(-1)
      let at = 0
      for (const { key, taps, segments, reads } of products) {
        emitKernelGradient(builder, x, dy, reads, {
          kernel: new Place(kernel, at),
          features: width,
          ranges: builder.table(`${key} ranges`, () => gradientRanges(segments, width, builder.panel)),
          bias: sums,
        })
        for (const tap of taps) {
          for (let entry = 0; entry < count * count; entry++) {
            const [input, output] = [Math.floor(entry / count), entry % count]
            places[tap * count * count + entry] = at + input * width + output
          }
          at += tapFloats
        }
      }
      weights.gradientOf(`${name}.kernel`, kernel, places)
      weights.gradientOf(
        `${name}.bias`,
        sums,
        Int32Array.from({ length: count }, (_, output) => output),
      )
    },
  }
}

function rowOf(tap: number): number {
  return Math.floor(tap / side)
}

function columnOf(tap: number): number {
  return tap % side
}

/** Cells in odd or even rows and columns. */
function cellsOf({ height, width }: Size, oddRow: number, oddColumn: number): number[] {
  return Array.from({ length: height * width }, (_, cell) => cell).filter(
    (cell) => Math.floor(cell / width) % 2 === oddRow && (cell % width) % 2 === oddColumn,
  )
}

/** For each of these cells of the result the input cells that its taps see: [cells][taps]. */
function inputsOf(cells: readonly number[], taps: readonly number[], from: Size, to: Size): Int32Array {
  return Int32Array.from(
    cells.flatMap((cell) => {
      const [row, column] = [Math.floor(cell / to.width), cell % to.width]
      return taps.map((tap) => cellAt(from, (row + 1 - rowOf(tap)) / 2, (column + 1 - columnOf(tap)) / 2))
    }),
  )
}

/** For each input cell the cells of the result that it reaches, tap by tap: [cells][16]. */
function outputsOf(from: Size, to: Size): Int32Array {
  return Int32Array.from(
    Array.from({ length: from.height * from.width }, (_, cell) => {
      const [row, column] = [Math.floor(cell / from.width), cell % from.width]
      return allTaps.map((tap) => cellAt(to, 2 * row - 1 + rowOf(tap), 2 * column - 1 + columnOf(tap)))
    }).flat(),
  )
}

function cellAt({ height, width }: Size, row: number, column: number): number {
  return row >= 0 && row < height && column >= 0 && column < width ? row * width + column : outside
}
