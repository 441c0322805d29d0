import type { ConvolutionMask } from '../ops/masks'
import { type FeatureMap, Place, type ProgramBuilder, type Word } from './builder'
import { columnOf, featureAt, type Features } from './features'
import type { Piece } from './memory'
import { packKernel, type PackedSegment } from './packing'
import {
  emitKernelGradient,
  emitProduct,
  type Epilogue,
  gradientRanges,
  packingWords,
  type Reads,
} from './product'
import { type Offset, tapTable } from './taps'
import type { WeightLayout } from './weightLayout'
import { lines } from './words'

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
  /** How far apart taps lie; left out: side by side. */
  readonly dilation?: number
  /** Whether there is a bias; left out: there is. */
  readonly bias?: boolean
}

/** What of a mask counts here. */
type KernelMask = Pick<ConvolutionMask, 'kernelHeight' | 'kernelWidth' | 'values'>

/** A mask that hides nothing. */
export function openMask(side: number, inputs: Features, outputs: Features): KernelMask {
  const entries = side * side * inputs.count * inputs.gates * outputs.count * outputs.gates
  return { kernelHeight: side, kernelWidth: side, values: new Float32Array(entries).fill(1) }
}

/** The convolution whose parameters are `name`.kernel [kh, kw, in, out] and `name`.bias. */
export function planConvolution(
  builder: ProgramBuilder,
  weights: WeightLayout,
  name: string,
  mask: KernelMask,
  shape: ConvolutionShape,
): Convolution {
  const { inputs, outputs, height, width, patches = false, dilation = 1, bias: biased = true } = shape
  const { kernelHeight, kernelWidth, values } = mask
  const [inCount, outCount] = [inputs.count * inputs.gates, outputs.count * outputs.gates]
  const first = weights.offsetOf(`${name}.kernel`)
  const taps = openTaps(mask, inCount * outCount)
  const offsets = taps.map((tap): Offset => ({
    row: dilation * (Math.floor(tap / kernelWidth) - (kernelHeight >> 1)),
    column: dilation * ((tap % kernelWidth) - (kernelWidth >> 1)),
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
  const single = patches || (taps.length === 1 && offsets[0]?.row === 0 && offsets[0].column === 0)
  const tableOf = (mirrored: boolean): Word => {
    if (single) return -1
    const sign = mirrored ? -1 : 1
    const seen = offsets.map(({ row, column }) => ({ row: sign * row, column: sign * column }))
    return builder.table(`taps ${height} ${width} ${JSON.stringify(seen)}`, () =>
      tapTable(height, width, seen),
    )
  }
  const reads = (mirrored: boolean): Reads => ({
    taps: single ? 1 : taps.length,
    table: tableOf(mirrored),
    cells: height * width,
  })
  const packBias = (): Word => {
    if (!biased) return -1
    const { packed: piece, offset } = weights.pack(biasSources(weights.offsetOf(`${name}.bias`), outputs))
    return new Place(piece, offset)
  }
  const forwardWeights = {
    kernel: packingWords(builder, `${name} forward`, forward, packed),
    bias: packBias(),
  }
  let backwardKernel: Word[] | undefined
  let sums: { kernel: Piece; bias: Piece | undefined } | undefined
  const rowsIn = patches ? lines(taps.length * inCount) : inputs.width
  return {
    outputs,
    forward: (x, y, epilogue) => emitProduct(builder, x, y, reads(false), forwardWeights, epilogue),
    backward(dy, dx, epilogue) {
      if (!backwardKernel) {
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
        backwardKernel = packingWords(builder, `${name} backward`, packing, weights.pack(packing.sources))
      }
      emitProduct(builder, dy, dx, reads(true), { kernel: backwardKernel, bias: -1 }, epilogue)
    },
    gradient(x, dy) {
      if (!sums) {
        sums = {
          kernel: builder.sums((single ? 1 : taps.length) * rowsIn * outputs.width),
          bias: biased ? builder.sums(outputs.width) : undefined,
        }
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
        if (sums.bias) {
          const columns = Int32Array.from({ length: outCount }, (_, o) => columnOf(outputs, o))
          weights.gradientOf(`${name}.bias`, sums.bias, columns)
        }
      }
      const ranges = builder.table(`${name} ranges`, () =>
        gradientRanges(segments, outputs.width, builder.panel),
      )
      emitKernelGradient(builder, x, dy, reads(false), {
        kernel: sums.kernel,
        features: rowsIn,
        ranges,
        bias: sums.bias ?? -1,
      })
    },
  }
}

/** Taps with anything open, in the order of the kernel. */
function openTaps({ values, kernelHeight, kernelWidth }: KernelMask, entries: number): number[] {
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
