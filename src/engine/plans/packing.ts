/**
 * How a product reads its kernel: in panels of columns, for each panel segment after segment, k after k, the
 * panel's columns side by side. What is masked for all columns of a panel is left out.
 */
export interface Packing {
  /** For each packed float, which of the flat weights it is; -1: zero. */
  readonly sources: number[]
  /** For each panel: first column, columns, begin in `sources`, then for each segment k from and to. */
  readonly panels: Int32Array
  readonly panelCount: number
  /** For each segment: tap, offset in the row that the tap reads. */
  readonly segments: Int32Array
}

export interface PackedSegment {
  readonly tap: number
  readonly offset: number
  /** Features of the segment, padding included. */
  readonly length: number
  /** The flat weight between feature k of the segment and a column; -1 where there is none, or it is masked. */
  readonly source: (k: number, column: number) => number
}

/** `columns` is a multiple of 16, `panel` 16 or 32. */
export function packKernel(segments: readonly PackedSegment[], columns: number, panel: number): Packing {
  const sources: number[] = []
  const panels: number[] = []
  let panelCount = 0
  for (let column = 0; column < columns;) {
    const width = columns - column >= panel ? panel : 16
    panels.push(column, width, sources.length)
    for (const segment of segments) panels.push(...packSegment(segment, column, width, sources))
    column += width
    panelCount++
  }
  return {
    sources,
    panels: Int32Array.from(panels),
    panelCount,
    segments: Int32Array.from(segments.flatMap(({ tap, offset }) => [tap, offset])),
  }
}

/** Adds a segment's weights for some columns; returns the first and the last k + 1 that are not all masked. */
export function packSegment(
  { length, source }: PackedSegment,
  column: number,
  columns: number,
  sources: number[],
): [from: number, to: number] {
  const isOpen = (k: number): boolean => {
    for (let j = 0; j < columns; j++) if (source(k, column + j) >= 0) return true
    return false
  }
  let from = 0
  let to = length
  while (from < to && !isOpen(from)) from++
  while (to > from && !isOpen(to - 1)) to--
  for (let k = from; k < to; k++) {
    for (let j = 0; j < columns; j++) sources.push(source(k, column + j))
  }
  return [from, to]
}
