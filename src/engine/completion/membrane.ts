/** Values on a grid [height, width, channels] that are given in some cells and wanted in others. */
export interface Grid {
  readonly width: number
  readonly height: number
  readonly channels: number
  /** [height, width], 1 = belongs to the membrane. */
  readonly inside: Uint8Array
  /** [height, width], 1 = the value is given. */
  readonly fixed: Uint8Array
  /** [height, width, channels] */
  readonly values: Float32Array
}

/** Sweeps of relaxation on each scale: what is left of an error after them is too coarse to be seen. */
const sweeps = 12
const coarsestSweeps = 60

/**
 * Spreads the given values over the rest of a membrane as a soap film would (a solution of Laplace's equation, in
 * place): each wanted value comes to the mean of its four neighbours inside. Nothing pulls at other borders. Solved from
 * coarse to fine, each scale relaxed from what the coarser one found (cascadic multigrid), so that it takes a time
 * proportional to the area. Zero where nothing is given.
 */
export function spread(grid: Grid): void {
  if (!grid.fixed.includes(1)) return void grid.values.fill(0)
  const { width, height } = grid
  if (width <= 2 && height <= 2) {
    fillWithMean(grid)
    return relax(grid, coarsestSweeps)
  }
  const coarse = halved(grid)
  spread(coarse)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (grid.fixed[y * width + x] === 1) continue
      const from = (y >> 1) * coarse.width + (x >> 1)
      copy(coarse.values, from, grid.values, y * width + x, grid.channels)
    }
  }
  relax(grid, sweeps)
}

function copy(from: Float32Array, source: number, to: Float32Array, target: number, channels: number): void {
  for (let c = 0; c < channels; c++) to[target * channels + c] = from[source * channels + c] ?? 0
}

/** A grid of half the size: a cell is the mean of those of its four that are given. */
function halved({ width, height, channels, inside, fixed, values }: Grid): Grid {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const coarse = {
    ...{ width: columns, height: rows, channels },
    inside: new Uint8Array(columns * rows),
    fixed: new Uint8Array(columns * rows),
    values: new Float32Array(columns * rows * channels),
  }
  const counts = new Uint8Array(columns * rows)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * width + x
      const to = (y >> 1) * columns + (x >> 1)
      if (inside[from] === 1) coarse.inside[to] = 1
      if (fixed[from] !== 1) continue
      coarse.fixed[to] = 1
      counts[to] = (counts[to] ?? 0) + 1
      for (let c = 0; c < channels; c++) {
        coarse.values[to * channels + c] =
          (coarse.values[to * channels + c] ?? 0) + (values[from * channels + c] ?? 0)
      }
    }
  }
  for (let i = 0; i < coarse.values.length; i++) {
    coarse.values[i] = (coarse.values[i] ?? 0) / Math.max(1, counts[Math.floor(i / channels)] ?? 0)
  }
  return coarse
}

function fillWithMean({ channels, fixed, values }: Grid): void {
  for (let c = 0; c < channels; c++) {
    const given = [...fixed.keys()].filter((cell) => fixed[cell] === 1)
    const sum = given.reduce((total, cell) => total + (values[cell * channels + c] ?? 0), 0)
    for (let cell = 0; cell < fixed.length; cell++) {
      if (fixed[cell] !== 1) values[cell * channels + c] = sum / given.length
    }
  }
}

/** Gauss and Seidel's relaxation, forth and back in turn. */
function relax({ width, height, channels, inside, fixed, values }: Grid, times: number): void {
  const wanted: number[] = []
  for (let cell = 0; cell < inside.length; cell++) {
    if (inside[cell] === 1 && fixed[cell] !== 1) wanted.push(cell)
  }
  for (let time = 0; time < times; time++) {
    for (let i = 0; i < wanted.length; i++) {
      const cell = wanted[time % 2 === 0 ? i : wanted.length - 1 - i] ?? 0
      const x = cell % width
      const left = x > 0 && inside[cell - 1] === 1
      const right = x < width - 1 && inside[cell + 1] === 1
      const up = cell >= width && inside[cell - width] === 1
      const down = cell < width * (height - 1) && inside[cell + width] === 1
      const neighbours = Number(left) + Number(right) + Number(up) + Number(down)
      if (neighbours === 0) continue
      for (let c = 0; c < channels; c++) {
        const at = cell * channels + c
        let sum = 0
        if (left) sum += values[at - channels] ?? 0
        if (right) sum += values[at + channels] ?? 0
        if (up) sum += values[at - width * channels] ?? 0
        if (down) sum += values[at + width * channels] ?? 0
        values[at] = sum / neighbours
      }
    }
  }
}
