import { type FeatureMap, mapWords, Place, type ProgramBuilder, type Word } from './builder'
import type { packKernel, PackedSegment } from './packing'
import type { PackedWeights } from './weightLayout'
import { opcodes } from './words'

/** What is done with the result of a product, row by row, in this order. */
export interface Epilogue {
  /** Zero where this map, a ReLU's result, is zero. */
  readonly mask?: FeatureMap | undefined
  readonly add?: FeatureMap | undefined
  readonly relu?: boolean
  /** Gets the ReLU of the result. */
  readonly copy?: FeatureMap | undefined
}

/** Which rows of x a product reads, and for which cells of y; words as src/kernels/product.h has them. */
export interface Reads {
  readonly taps: number
  /** [cells][taps]; -1 where each cell reads its own row. */
  readonly table: Word
  /** The cells of y, in the table's order; left out: all. */
  readonly list?: Word
  readonly cells: number
}

/** Kernel and bias as products read them. */
export interface ProductWeights {
  /** From `packingWords`. */
  readonly kernel: readonly Word[]
  /** -1: none. */
  readonly bias: Word
}

/** y = x times a packed kernel, and what follows on that. */
export function emitProduct(
  builder: ProgramBuilder,
  x: FeatureMap,
  y: FeatureMap,
  { taps, table, list = -1, cells }: Reads,
  { kernel, bias }: ProductWeights,
  { mask, add, relu = false, copy }: Epilogue = {},
): void {
  builder.emit(
    opcodes.product,
    ...mapWords(x),
    taps,
    table,
    -1,
    list,
    cells,
    ...kernel,
    bias,
    ...mapWords(y),
    ...mapWords(add),
    ...mapWords(mask),
    ...mapWords(copy),
    relu ? 1 : 0,
  )
}

/** Where the sums of a kernel's gradient lie, and what counts of them. */
export interface GradientSums {
  /** [taps][features][columns]; `features` is the width of the rows read, `columns` that of dy. */
  readonly kernel: Word
  readonly features: number
  /** From `gradientRanges`. */
  readonly ranges: Word
  /** -1: none. */
  readonly bias: Word
}

/** Adds to the gradients of kernel and bias. */
export function emitKernelGradient(
  builder: ProgramBuilder,
  x: FeatureMap,
  dy: FeatureMap,
  { taps, table, list = -1, cells }: Reads,
  { kernel, features, ranges, bias }: GradientSums,
): void {
  builder.emit(
    opcodes.kernelGradient,
    ...mapWords(x),
    taps,
    table,
    -1,
    list,
    cells,
    ...mapWords(dy),
    features,
    dy.width,
    ranges,
    kernel,
    bias,
  )
}

/** Words of a product from `packed` to the segment count. */
export function packingWords(
  builder: ProgramBuilder,
  key: string,
  packing: ReturnType<typeof packKernel>,
  at: PackedWeights,
): Word[] {
  return [
    new Place(at.packed, at.offset),
    builder.table(`${key} panels`, () => packing.panels),
    packing.panelCount,
    builder.table(`${key} segments`, () => packing.segments),
    packing.segments.length / 2,
  ]
}

/** For each tap and panel of columns, the features from and to that any column sees. */
export function gradientRanges(
  segments: readonly PackedSegment[],
  columns: number,
  panel: number,
): Int32Array {
  const ranges: number[] = []
  for (const { length, source } of segments) {
    for (let column = 0; column < columns; column += panel) {
      const width = Math.min(panel, columns - column)
      let [from, to] = [length, 0]
      for (let k = 0; k < length; k++) {
        for (let j = 0; j < width; j++) {
          if (source(k, column + j) < 0) continue
          from = Math.min(from, k)
          to = k + 1
        }
      }
      ranges.push(Math.min(from, to), to)
    }
  }
  return Int32Array.from(ranges)
}
