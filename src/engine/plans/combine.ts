import { type FeatureMap, mapWords, type ProgramBuilder } from './builder'
import { tapTable } from './taps'
import { opcodes } from './words'

/** y = a + b moved by rows, zeros following; `relu` after it. Maps are of images of `width`. */
export function emitCombine(
  builder: ProgramBuilder,
  width: number,
  y: FeatureMap,
  a: FeatureMap | undefined,
  b: FeatureMap | undefined,
  { rows = 0, relu = false }: { rows?: number; relu?: boolean } = {},
): void {
  const height = y.cells / width
  const moved =
    rows === 0
      ? -1
      : builder.table(`moved ${height} ${width} ${rows}`, () =>
          tapTable(height, width, [{ row: rows, column: 0 }]),
        )
  builder.emit(
    opcodes.combine,
    ...mapWords(y),
    ...mapWords(a),
    ...mapWords(b),
    moved,
    y.cells,
    y.width,
    relu ? 1 : 0,
  )
}
