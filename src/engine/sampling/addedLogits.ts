/** Logits to be added to a model's own: what a conditioning network says of a picture, for one. */
export interface AddedLogits {
  /** [sets, height, width, C * K], channel-major. */
  readonly values: Float32Array
  /** How many sets there are; each belongs to as many variants as any other, the first to the first ones. */
  readonly sets: number
}

/** Both together, or the one that is there: what belongs to all goes with each of what belongs to each. */
export function addedTogether(
  one: AddedLogits | undefined,
  other: AddedLogits | undefined,
): AddedLogits | undefined {
  if (!one || !other) return one ?? other
  const [many, few] = one.values.length >= other.values.length ? [one, other] : [other, one]
  const { length } = few.values
  return { ...many, values: many.values.map((value, i) => value + (few.values[i % length] ?? 0)) }
}

/** Those of the pixels that the small image's are copies of, for every `factor`-th row and column (models.md, "Multi-Scale"). */
export function subsampledLogits(
  { values, sets }: AddedLogits,
  { height, width }: { readonly height: number; readonly width: number },
  factor: number,
): AddedLogits {
  const features = values.length / (sets * height * width)
  const kept: number[] = []
  for (let cell = 0; cell * features < values.length; cell++) {
    const [row, column] = [Math.floor(cell / width) % height, cell % width]
    if (row % factor === 0 && column % factor === 0) kept.push(cell)
  }
  const result = new Float32Array(kept.length * features)
  kept.forEach((cell, to) => {
    result.set(values.subarray(cell * features, (cell + 1) * features), to * features)
  })
  return { values: result, sets }
}
