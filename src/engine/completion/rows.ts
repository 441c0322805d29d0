/** How many rows of a mask [height, width] have a 1 in them. */
export function rowsWith(mask: Uint8Array, width: number): number {
  let rows = 0
  for (let from = 0; from < mask.length; from += width) {
    if (mask.subarray(from, from + width).includes(1)) rows += 1
  }
  return rows
}
