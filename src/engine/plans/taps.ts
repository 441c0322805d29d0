/** Tap tables: which cell each tap of a kernel reads, as src/kernels/program.h has them. */

/** Reads nothing. */
export const outside = -1
/** Reads the constant row: a state from before the first. */
export const constant = -2

export interface Offset {
  readonly row: number
  readonly column: number
}

/** The table of taps at fixed offsets, zeros outside the image: [height * width][offsets]. */
export function tapTable(height: number, width: number, offsets: readonly Offset[]): Int32Array {
  const table = new Int32Array(height * width * offsets.length)
  let at = 0
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (const offset of offsets) {
        const [y, x] = [row + offset.row, column + offset.column]
        const inside = y >= 0 && y < height && x >= 0 && x < width
        table[at++] = inside ? y * width + x : outside
      }
    }
  }
  return table
}

/** For each cell and tap the cell that reads it by that tap. Both by position in `order`; cells by place. */
export function inverseTaps(table: Int32Array, order: Int32Array, taps: number): Int32Array {
  const positions = new Int32Array(order.length)
  order.forEach((cell, position) => (positions[cell] = position))
  const inverse = new Int32Array(table.length).fill(outside)
  order.forEach((cell, position) => {
    for (let tap = 0; tap < taps; tap++) {
      const read = table[position * taps + tap] ?? outside
      if (read >= 0) inverse[(positions[read] ?? 0) * taps + tap] = cell
    }
  })
  return inverse
}
