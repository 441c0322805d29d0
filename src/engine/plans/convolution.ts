import type { ConvolutionMask } from '../ops/masks'
import type { FeatureMap, ProgramBuilder, Word } from './builder'
import { mapWords, Place } from './builder'
import { columnOf, featureAt, type Features } from './features'
import { packKernel, type PackedSegment } from './packing'
import { type Offset, tapTable } from './taps'
import type { WeightLayout } from './weightLayout'
import { lines, opcodes } from './words'

/** What is done with the result of a product, row by row, in this order. */
export interface Epilogue {
  /** Zero where this map, a ReLU's result, is zero. */
  readonly mask?: FeatureMap | undefined
  readonly add?: FeatureMap | undefined
  readonly relu?: boolean
  /** Gets the ReLU of the result. */
  readonly copy?: FeatureMap | undefined
}

/** A masked convolution of maps of one size, forth and back. */
export interface Convolution {
  readonly outputs: Features
  forward(x: FeatureMap, y: FeatureMap, epilogue?: Epilogue): void
  /** The gradient by x from that by y. */
  backward(dy: FeatureMap, dx: FeatureMap, epilogue?: Epilogue): void
  /** Adds to the gradients of kernel and bias. */
  gradient(x: FeatureMap, dy: FeatureMap): void
}

export interface ConvolutionShape {
  readonly height: number
  readonly width: number
  readonly inputs: Features
  readonly outputs: Features
  /** x holds, for each cell, all that its taps see: input features of tap after tap. */
  readonly patches?: boolean
}

/** The convolution whose parameters are `name`.kernel [kh, kw, in, out] and `name`.bias. */
export function planConvolution(
  builder: ProgramBuilder,
  weights: WeightLayout,
  name: string,
  mask: ConvolutionMask,
  shape: ConvolutionShape,
): Convolution {
  const { inputs, outputs, height, width, patches = false } = shape
  const { kernelHeight, kernelWidth, values } = mask
  const [inCount, outCount] = [inputs.count * inputs.gates, outputs.count * outputs.gates]
  const first = weights.offsetOf(`${name}.kernel`)
  const taps = openTaps(mask, inCount * outCount)
  const offsets = taps.map((tap): Offset => ({
    row: Math.floor(tap / kernelWidth) - (kernelHeight >> 1),
    column: (tap % kernelWidth) - (kernelWidth >> 1),
  }))
  /** The flat weight from a row's column to another's; -1 for what is masked or padding. */
  const source = (tap: number, inColumn: number, outColumn: number): number => {
    const [i, o] = [featureAt(inputs, inColumn), featureAt(outputs, outColumn)]
    if (i < 0 || o < 0) return -1
    const entry = (tap * inCount + i) * outCount + o
    return values[entry] === 1 ? first + entry : -1
  }
  /** Of a row of patches: which tap and feature a column is. */
  const patchSource = (k: number, column: number): number => {
    const tap = taps[Math.floor(k / inCount)]
    return tap === undefined ? -1 : source(tap, columnOf(inputs, k % inCount), column)
  }
  const segments: PackedSegment[] = patches
    ? [{ tap: 0, offset: 0, length: taps.length * inCount, source: patchSource }]
    : taps.map((tap, t) => ({
        tap: t,
        offset: 0,
        length: inputs.width,
        source: (k, column) => source(tap, k, column),
      }))
  const forward = packKernel(segments, outputs.width, builder.panel)
  const packed = weights.pack(forward.sources)
  const bias = weights.pack(biasSources(weights.offsetOf(`${name}.bias`), outputs))
  const single = patches || (taps.length === 1 && offsets[0]?.row === 0 && offsets[0].column === 0)
  const tableOf = (mirrored: boolean): Word => {
    if (single) return -1
    const sign = mirrored ? -1 : 1
    const seen = offsets.map(({ row, column }) => ({ row: sign * row, column: sign * column }))
    return builder.table(`taps ${height} ${width} ${JSON.stringify(seen)}`, () =>
      tapTable(height, width, seen),
    )
  }
  const tapCount = single ? 1 : taps.length
  const cells = height * width

  const product = (
    x: FeatureMap,
    y: FeatureMap,
    packing: { words: Word[]; taps: number; table: Word; bias: Word },
    { mask: seen, add, relu = false, copy }: Epilogue = {},
  ): void => {
    builder.emit(
      opcodes.product,
      ...mapWords(x),
      packing.taps,
      packing.table,
      -1,
      -1,
      cells,
      ...packing.words,
      packing.bias,
      ...mapWords(y),
      ...mapWords(add),
      ...mapWords(seen),
      ...mapWords(copy),
      relu ? 1 : 0,
    )
  }
  let backwardWords: Word[] | undefined
  let sums:
    { kernel: ReturnType<ProgramBuilder['sums']>; bias: ReturnType<ProgramBuilder['sums']> } | undefined
  const forwardWords = packingWords(builder, `${name} forward`, forward, packed)
  const rowsIn = patches ? lines(taps.length * inCount) : inputs.width
  return {
    outputs,
    forward: (x, y, epilogue) =>
      product(
        x,
        y,
        {
          words: forwardWords,
          taps: tapCount,
          table: tableOf(false),
          bias: new Place(bias.packed, bias.offset),
        },
        epilogue,
      ),
    backward(dy, dx, epilogue) {
      if (!backwardWords) {
        // Each gate is a segment of its own: what is masked of it is then a range of its features.
        const back = taps.flatMap((tap, t) =>
          Array.from({ length: outputs.gates }, (_, gate): PackedSegment => {
            const offset = gate * outputs.padded
            return {
              tap: t,
              offset,
              length: outputs.padded,
              source: (k, column) => source(tap, column, offset + k),
            }
          }),
        )
        const packing = packKernel(back, inputs.width, builder.panel)
        backwardWords = packingWords(builder, `${name} backward`, packing, weights.pack(packing.sources))
      }
      product(dy, dx, { words: backwardWords, taps: tapCount, table: tableOf(true), bias: -1 }, epilogue)
    },
    gradient(x, dy) {
      if (!sums) {
        sums = { kernel: builder.sums(tapCount * rowsIn * outputs.width), bias: builder.sums(outputs.width) }
        const places = new Int32Array(kernelHeight * kernelWidth * inCount * outCount).fill(-1)
        taps.forEach((tap, t) => {
          for (let i = 0; i < inCount; i++) {
            const row = patches ? t * inCount + i : t * rowsIn + columnOf(inputs, i)
            for (let o = 0; o < outCount; o++) {
              const entry = (tap * inCount + i) * outCount + o
              if (values[entry] === 1) places[entry] = row * outputs.width + columnOf(outputs, o)
            }
          }
        })
        weights.gradientOf(`${name}.kernel`, sums.kernel, places)
        weights.gradientOf(
          `${name}.bias`,
          sums.bias,
          Int32Array.from({ length: outCount }, (_, o) => columnOf(outputs, o)),
        )
      }
      const ranges = builder.table(`${name} ranges`, () =>
        gradientRanges(segments, outputs.width, builder.panel),
      )
      builder.emit(
        opcodes.kernelGradient,
        ...mapWords(x),
        tapCount,
        tableOf(false),
        -1,
        -1,
        cells,
        ...mapWords(dy),
        rowsIn,
        outputs.width,
        ranges,
        sums.kernel,
        sums.bias,
      )
    },
  }
}

/** Taps with anything open, in the order of the kernel. */
function openTaps({ values, kernelHeight, kernelWidth }: ConvolutionMask, entries: number): number[] {
  return Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => tap).filter((tap) =>
    values.subarray(tap * entries, (tap + 1) * entries).some((value) => value === 1),
  )
}

export function biasSources(first: number, of: Features): number[] {
  return Array.from({ length: of.width }, (_, column) => {
    const feature = featureAt(of, column)
    return feature < 0 ? -1 : first + feature
  })
}

/** Words of a product from `packed` to the segment count. */
export function packingWords(
  builder: ProgramBuilder,
  key: string,
  packing: ReturnType<typeof packKernel>,
  at: { packed: Place['piece']; offset: number },
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
