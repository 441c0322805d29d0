import { colourGroups, convolutionMask, type MaskKind } from '../../ops/masks'
import type { ProgramBuilder } from '../builder'
import type { PackedSegment } from '../packing'
import type { Offset } from '../taps'
import type { WeightLayout } from '../weightLayout'
import { cellLayer, type CellLayer, offsetTaps } from './cellProgram'
import type { ColourFeatures } from './colourFeatures'

export interface CellConvolutionShape {
  readonly height: number
  readonly width: number
  readonly colours: number
  readonly kind: MaskKind
  readonly kernel: readonly [height: number, width: number]
  readonly inputs: ColourFeatures
  readonly outputs: ColourFeatures
  /** x holds what these taps see, tap after tap, all input features of each in their own order. */
  readonly patchTaps?: readonly number[]
  /** Only the taps in rows above, without bias; or only the others. All unless said. */
  readonly rows?: 'above' | 'own'
}

/** A masked convolution for cells, with parameters `name`.kernel [kh, kw, in, out] and `name`.bias. */
export function cellConvolution(
  builder: ProgramBuilder,
  weights: WeightLayout,
  lanes: number,
  name: string,
  { height, width, colours, kind, kernel, inputs, outputs, patchTaps, rows }: CellConvolutionShape,
): CellLayer {
  const [kernelHeight, kernelWidth] = kernel
  const perGate = outputs.count / outputs.gates
  const { values } = convolutionMask(
    kind,
    kernelHeight,
    kernelWidth,
    colourGroups(inputs.count, colours),
    colourGroups(outputs.count, colours, perGate),
  )
  const first = weights.offsetOf(`${name}.kernel`)
  const entryOf = (tap: number, input: number, column: number): number => {
    const output = outputs.featureAt[column] ?? -1
    if (input < 0 || output < 0) return -1
    const entry = (tap * inputs.count + input) * outputs.count + output
    return values[entry] === 1 ? first + entry : -1
  }
  const firstBias = weights.offsetOf(`${name}.bias`)
  const bias = (column: number): number => {
    const feature = outputs.featureAt[column] ?? -1
    return feature < 0 ? -1 : firstBias + feature
  }
  if (patchTaps) {
    const segment: PackedSegment = {
      tap: 0,
      offset: 0,
      length: patchTaps.length * inputs.count,
      source: (k, column) => entryOf(patchTaps[Math.floor(k / inputs.count)] ?? 0, k % inputs.count, column),
    }
    return cellLayer(builder, weights, name, lanes, { outputs, segments: [segment], bias })
  }
  const perTap = inputs.count * outputs.count
  const firstOwn = (kernelHeight >> 1) * kernelWidth
  const open = Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => tap).filter(
    (tap) =>
      values.subarray(tap * perTap, (tap + 1) * perTap).includes(1) &&
      (rows === undefined || (rows === 'above') === tap < firstOwn),
  )
  const offsets = open.map((tap): Offset => ({
    row: Math.floor(tap / kernelWidth) - (kernelHeight >> 1),
    column: (tap % kernelWidth) - (kernelWidth >> 1),
  }))
  // A segment for each colour: the padding behind it is then never multiplied.
  const segments = open.flatMap((tap, t) =>
    inputs.colours.map((range): PackedSegment => ({
      tap: t,
      offset: range.first,
      length: range.width,
      source: (k, column) => entryOf(tap, inputs.featureAt[range.first + k] ?? -1, column),
    })),
  )
  const taps = offsetTaps(builder, height, width, offsets)
  return cellLayer(builder, weights, `${name} ${rows ?? ''}`, lanes, {
    ...{ outputs, segments },
    ...(taps && { taps }),
    ...(rows !== 'above' && { bias }),
  })
}
