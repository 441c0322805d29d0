import { type FeatureMap, mapWords, type ProgramBuilder, type Word } from './builder'
import { type Offset, outside, tapTable } from './taps'
import { floatBits, opcodes } from './words'

/** An image as the plan of a network sees it: its levels, or the small image's among those of the whole. */
export interface PlannedImage {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly levels: number
  /** Words of the map of levels, a row of `channels` a pixel. */
  readonly map: readonly Word[]
  /** For each pixel its row of the map; left out: its own number. */
  readonly rows?: Int32Array
  /** Pixels in every so many-th row and column are copies of the small image's, and don't count. */
  readonly copiedEvery?: number
}

/** Every `factor`-th row and column of an image, from the first on (models.md, "Multi-Scale"). */
export function subsampled(image: PlannedImage, factor: number): PlannedImage {
  const [height, width] = [Math.ceil(image.height / factor), Math.ceil(image.width / factor)]
  const rows = Int32Array.from(
    { length: height * width },
    (_, cell) => Math.floor(cell / width) * factor * image.width + (cell % width) * factor,
  )
  return { ...image, height, width, rows }
}

/** Levels scaled to -1..1 as the taps at these offsets see them, [height * width][offsets * channels]. */
export function planPatches(
  builder: ProgramBuilder,
  image: PlannedImage,
  offsets: readonly Offset[],
): FeatureMap {
  const { height, width, channels, levels, map, rows } = image
  const cells = height * width
  const key = `patches ${height} ${width} ${rows ? 'subsampled' : ''} ${JSON.stringify(offsets)}`
  const table = builder.table(key, () => {
    const taps = tapTable(height, width, offsets)
    return rows ? taps.map((cell) => (cell < 0 ? cell : (rows[cell] ?? outside))) : taps
  })
  const patches = builder.map(cells, offsets.length * channels)
  builder.emit(
    opcodes.patches,
    ...map,
    channels,
    offsets.length,
    table,
    cells,
    ...mapWords(patches),
    patches.width,
    floatBits(2 / (levels - 1)),
  )
  return patches
}

/**
 * Nats of an image under its logits, in the first float of a row of `nats`; logits become their gradient times
 * `scale`, unless that is 0. `counts`: words of a map of a float a pixel, 0 where it doesn't count.
 */
export function planCrossEntropy(
  builder: ProgramBuilder,
  image: PlannedImage,
  logits: FeatureMap,
  nats: readonly Word[],
  scale: number,
  counts?: readonly Word[],
): void {
  const { height, width, channels, levels, map, rows, copiedEvery } = image
  const cells = height * width
  const judged = rows ?? (copiedEvery === undefined ? undefined : withoutCopies(height, width, copiedEvery))
  const table = judged ? builder.table(`judged ${height} ${width} ${copiedEvery ?? ''}`, () => judged) : -1
  builder.emit(
    opcodes.crossEntropy,
    ...mapWords(logits),
    ...map,
    cells,
    channels,
    levels,
    floatBits(scale),
    table,
    ...nats,
    ...(counts ?? mapWords()),
  )
}

/** Each cell's own number; -1 for copies. */
function withoutCopies(height: number, width: number, every: number): Int32Array {
  return Int32Array.from({ length: height * width }, (_, cell) => {
    const [row, column] = [Math.floor(cell / width), cell % width]
    return row % every === 0 && column % every === 0 ? -1 : cell
  })
}
