/** Some of a batch's images: from the first, so many. */
export interface Part {
  readonly from: number
  readonly count: number
}

/** A batch in as few parts of at most `most` images as there can be, as even as they can be. */
export function partsOf(batch: number, most = batch): Part[] {
  const size = partSize(batch, most)
  const parts: Part[] = []
  for (let from = 0; from < batch; from += size) parts.push({ from, count: Math.min(size, batch - from) })
  return parts
}

/** How many images the largest of these parts has: what memory is needed for. */
export function partSize(batch: number, most = batch): number {
  return Math.ceil(batch / Math.ceil(batch / most))
}

/** The values of a part, of an array that has so many for each image. */
export function valuesOf<T extends Uint8Array | Float32Array>(
  values: T,
  { from, count }: Part,
  each: number,
): T {
  return values.subarray(from * each, (from + count) * each) as T
}

/**
 * The mean over a batch from the means over its parts, of any number of arrays, summed in doubles: from the whole
 * batch it differs by no more than rounding.
 */
export class PartialMeans {
  private readonly sums = new Map<string, Float64Array>()

  /** `share`: of the batch, how much the part is. */
  add(name: string, values: Float32Array, share: number): void {
    let sum = this.sums.get(name)
    if (!sum) this.sums.set(name, (sum = new Float64Array(values.length)))
    for (let i = 0; i < values.length; i++) sum[i] = (sum[i] ?? 0) + share * (values[i] ?? 0)
  }

  means(): Map<string, Float32Array> {
    return new Map([...this.sums].map(([name, sum]) => [name, Float32Array.from(sum)]))
  }
}
