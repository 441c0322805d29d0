/** Begins the names of the average's arrays in a saved state; what follows is the parameter's. */
const averagePrefix = 'average/'

/** The state of a trainer: the optimizer's, and the average where one is kept. */
export function withAverage(
  optimizer: ReadonlyMap<string, Float32Array>,
  average: ReadonlyMap<string, Float32Array> = new Map(),
): Map<string, Float32Array> {
  return new Map([
    ...optimizer,
    ...[...average].map(([name, values]) => [averagePrefix + name, values] as const),
  ])
}

/** The two parts of a trainer's state. */
export function splitState(state: ReadonlyMap<string, Float32Array>): {
  optimizer: Map<string, Float32Array>
  average: Map<string, Float32Array>
} {
  const optimizer = new Map<string, Float32Array>()
  const average = new Map<string, Float32Array>()
  for (const [name, values] of state) {
    if (name.startsWith(averagePrefix)) average.set(name.slice(averagePrefix.length), values)
    else optimizer.set(name, values)
  }
  return { optimizer, average }
}
