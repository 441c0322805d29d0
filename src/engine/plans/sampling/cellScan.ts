import { statesRead, type Wavefront } from '../../ops/wavefront'
import { type FeatureMap, mapWords, Place, type ProgramBuilder } from '../builder'
import type { PackedSegment } from '../packing'
import { constant, outside } from '../taps'
import type { WeightLayout } from '../weightLayout'
import { opcodes } from '../words'
import { cellLayer, type CellLayer, CellProgram } from './cellProgram'
import type { ColourFeatures } from './colourFeatures'

/** The state-to-state part of an LSTM layer, cell by cell. */
export interface CellScan {
  readonly hidden: FeatureMap
  /** What states in rows above come to, for any cells of a row at once. */
  readonly above: FeatureMap
  emitAbove(program: CellProgram, colours: readonly number[]): void
  /** From gates that hold input-to-state and what came from above. */
  emit(program: CellProgram, colours: readonly number[], gates: FeatureMap): void
}

/** The scan with parameters `name`.stateToState.kernel, `name`.initialHidden and `name`.initialCell. */
export function cellScan(
  builder: ProgramBuilder,
  weights: WeightLayout,
  lanes: number,
  name: string,
  wavefront: Wavefront,
  { states, gates, rows, along }: CellScanShape,
): CellScan {
  const { taps, carried, height, width } = wavefront
  const first = weights.offsetOf(`${name}.stateToState.kernel`)
  const table = readByCell(wavefront)
  const key = `cells read ${height} ${width} ${taps} ${along ?? ''}`
  const state = (parameter: string): Place => {
    const begin = weights.offsetOf(`${name}.${parameter}`)
    const sources = Array.from(states.featureAt, (feature) => (feature < 0 ? -1 : begin + feature))
    const { packed, offset } = weights.pack(sources)
    return new Place(packed, offset)
  }
  const initialHidden = state('initialHidden')
  /** The part of some taps. */
  const layerOf = (part: string, own: readonly number[]): CellLayer =>
    cellLayer(builder, weights, `${name}.stateToState ${part}`, lanes, {
      outputs: gates,
      taps: {
        count: own.length,
        table: builder.table(`${key} ${part}`, () => columnsOf(table, taps, own)),
        constantRow: initialHidden,
      },
      segments: own.flatMap((tap, t) =>
        states.colours.map((range): PackedSegment => ({
          tap: t,
          offset: range.first,
          length: range.width,
          source: (k, column) => {
            const [from, to] = [states.featureAt[range.first + k] ?? -1, gates.featureAt[column] ?? -1]
            return from < 0 || to < 0 ? -1 : first + (tap * states.count + from) * gates.count + to
          },
        })),
      ),
    })
  // Along a row it is the state behind that is carried.
  const allTaps = Array.from({ length: taps }, (_, tap) => tap)
  const fromAbove = layerOf(
    'above',
    allTaps.filter((tap) => !along || tap !== carried),
  )
  const fromBehind = along && layerOf('behind', [carried])
  const initialCell = state('initialCell')
  const carriedTable = builder.table(`${key} carried`, () =>
    Int32Array.from({ length: height * width }, (_, cell) => table[cell * taps + carried] ?? outside),
  )
  const hidden = builder.keptMap(rows, states.width)
  const cell = builder.keptMap(rows, states.width)
  const above = builder.keptMap(rows, gates.width)
  return {
    ...{ hidden, above },
    emitAbove: (program, colours) => fromAbove.emit(program, colours, hidden, above),
    emit(program, colours, map) {
      const step = along ? new CellProgram() : program
      fromBehind?.emit(step, colours, hidden, map, { add: map })
      for (const colour of colours) {
        const [gate, own] = [gates.colours[colour], states.colours[colour]]
        if (!gate || !own || own.width === 0) continue
        step.add(
          opcodes.cellLstm,
          ...mapWords(map),
          ...mapWords(hidden),
          ...mapWords(cell),
          carriedTable,
          initialCell,
          gate.first,
          own.first,
          gate.gate,
        )
      }
      if (along) program.each(step, along === 'from the right')
    },
  }
}

export interface CellScanShape {
  readonly states: ColourFeatures
  readonly gates: ColourFeatures
  readonly rows: number
  /** Where a cell reads another of its row: which end the scan begins at. */
  readonly along?: 'from the left' | 'from the right'
}

/** For each cell of the map, and each tap, the cell that it reads: [cells][taps], as program.h has it. */
function readByCell(wavefront: Wavefront): Int32Array {
  const { height, width, order, taps } = wavefront
  const cells = height * width
  const table = new Int32Array(cells * taps)
  statesRead(wavefront).forEach((read, tap) => {
    read.forEach((visit, position) => {
      const cell = order?.[position] ?? position
      const from = visit < cells ? (order?.[visit] ?? visit) : visit === cells ? constant : outside
      table[cell * taps + tap] = from
    })
  })
  return table
}

/** Some columns of a table [rows][columns]. */
function columnsOf(table: Int32Array, columns: number, wanted: readonly number[]): Int32Array {
  return Int32Array.from({ length: (table.length / columns) * wanted.length }, (_, i) => {
    const [row, column] = [Math.floor(i / wanted.length), wanted[i % wanted.length] ?? 0]
    return table[row * columns + column] ?? outside
  })
}
