import { encode, type FeatureMap, mapWords, Place, type ProgramBuilder, type Word } from '../builder'
import { type PackedSegment, packSegment } from '../packing'
import { tapTable, type Offset } from '../taps'
import type { WeightLayout } from '../weightLayout'
import { opcodes } from '../words'
import type { ColourFeatures } from './colourFeatures'

/** Instructions for cells, in their order; some hold programs of their own. */
export class CellProgram {
  private readonly parts: (readonly Word[] | { readonly each: CellProgram; readonly backwards: boolean })[] =
    []

  add(...words: Word[]): void {
    this.parts.push(words)
  }

  /** Runs a program for one cell after another. */
  each(program: CellProgram, backwards = false): void {
    this.parts.push({ each: program, backwards })
  }

  /** Its words, once memory is laid out. */
  encode(): number[] {
    return this.parts.flatMap((part) => {
      if (!('each' in part)) return encode(part)
      const inner = part.each.encode()
      return [opcodes.eachCell, inner.length + 3, part.backwards ? 1 : 0, ...inner]
    })
  }
}

/** What is done with the result of a layer. */
export interface CellEpilogue {
  readonly add?: FeatureMap | undefined
  readonly relu?: boolean
  /** Gets the ReLU of the result. */
  readonly copy?: FeatureMap | undefined
}

/** Products of a cell's taps with packed weights, colour by colour. */
export interface CellLayer {
  /** Computes the columns of these colours. */
  emit(
    program: CellProgram,
    colours: readonly number[],
    x: FeatureMap,
    y: FeatureMap,
    epilogue?: CellEpilogue,
  ): void
}

export interface CellLayerShape {
  readonly outputs: ColourFeatures
  /** For each tap the cell that it reads; none: each cell itself. */
  readonly taps?: { readonly count: number; readonly table: Word; readonly constantRow?: Word }
  readonly segments: readonly PackedSegment[]
  /** Which flat weight is added to a column; none: nothing is. */
  readonly bias?: ((column: number) => number) | undefined
}

/** Vectors of the widest panel that sample.h has tiles for. */
const widestVectors = 4
/** Columns of panels are multiples of so many where vectors hold more: half of one may stand beside whole ones. */
const columnsApart = 8

/** Packs a layer's weights and says how to run it. Each colour has panels of its own. */
export function cellLayer(
  builder: ProgramBuilder,
  weights: WeightLayout,
  key: string,
  lanes: number,
  { outputs, taps, segments, bias }: CellLayerShape,
): CellLayer {
  const widest = widestVectors * lanes
  const apart = Math.min(lanes, columnsApart)
  const sources: number[] = []
  const panels = outputs.colours.map(({ first, width, features }) => {
    const own: number[] = []
    let count = 0
    // What stands behind the features is nobody's, but for that between gates.
    const end = first + (outputs.gates === 1 ? Math.ceil(features / apart) * apart : width)
    for (let column = first; column < end; count++) {
      const columns = Math.min(widest, end - column)
      own.push(column, columns, sources.length)
      for (const segment of segments) own.push(...packSegment(segment, column, columns, sources))
      column += columns
    }
    return { words: own, count }
  })
  const { packed: piece, offset } = weights.pack(sources)
  const biases = bias && weights.pack(Array.from({ length: outputs.width }, (_, column) => bias(column)))
  const segmentTable = builder.table(`${key} cell segments`, () =>
    Int32Array.from(segments.flatMap((segment) => [segment.tap, segment.offset])),
  )
  return {
    emit(program, colours, x, y, { add, relu = false, copy } = {}) {
      const chosen = colours.map((colour) => panels[colour] ?? { words: [], count: 0 })
      const count = chosen.reduce((sum, panel) => sum + panel.count, 0)
      if (count === 0) return
      program.add(
        opcodes.cellProduct,
        ...mapWords(x),
        taps?.count ?? 1,
        taps?.table ?? -1,
        taps?.constantRow ?? -1,
        new Place(piece, offset),
        builder.table(`${key} cell panels ${colours.join()}`, () =>
          Int32Array.from(chosen.flatMap(({ words }) => words)),
        ),
        count,
        segmentTable,
        segments.length,
        biases ? new Place(biases.packed, biases.offset) : -1,
        ...mapWords(y),
        ...mapWords(add),
        ...mapWords(copy),
        relu ? 1 : 0,
      )
    },
  }
}

/** Taps at fixed offsets: nothing where there is only the cell itself. */
export function offsetTaps(
  builder: ProgramBuilder,
  height: number,
  width: number,
  offsets: readonly Offset[],
): { count: number; table: Word } | undefined {
  const [only] = offsets
  if (offsets.length === 1 && only?.row === 0 && only.column === 0) return undefined
  const key = `taps ${height} ${width} ${JSON.stringify(offsets)}`
  return { count: offsets.length, table: builder.table(key, () => tapTable(height, width, offsets)) }
}
