/** Rows that have a pixel with a 1 in `unknown` [height, width]. */
export function rowsWithHoles(unknown: Uint8Array, width: number): number[] {
  return Array.from({ length: unknown.length / width }, (_, row) => row).filter((row) =>
    unknown.subarray(row * width, (row + 1) * width).includes(1),
  )
}

/** Pixels that are copies of the small image's are drawn already. */
export function withoutCopies(unknown: Uint8Array, width: number, factor: number): Uint8Array {
  return unknown.map((isUnknown, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    return row % factor === 0 && column % factor === 0 ? 0 : isUnknown
  })
}
