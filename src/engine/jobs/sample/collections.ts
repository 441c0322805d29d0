import { npyHeader } from '../../data/npyHeader'
import type { Host, Pixels } from '../../host'
import { levelToByte } from '../../pixels/levels'
import { contactSheet, gridColumns } from '../../training/sheet'

/** What all images of a run have in common. */
interface Shape {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly levels: number
}

/** What is made of all images of a run, each by the path that it is to have. */
export interface Collections {
  /** One sheet of them, as a PNG. */
  readonly grid?: string | undefined
  /** One NumPy array of levels, uint8 [N, H, W, C]. */
  readonly array?: string | undefined
}

/** Goes through all images once, and holds one at a time but for the sheet. */
export async function writeCollections(
  { storage, pixels }: Host,
  { grid, array }: Collections,
  files: readonly string[],
  shape: Shape,
): Promise<void> {
  if (grid === undefined && array === undefined) return
  const { height, width, channels } = shape
  const cells: { values: Uint8Array }[] = []
  const unfinished = array === undefined ? undefined : `${array}.part`
  if (unfinished !== undefined) {
    await storage.write(unfinished, npyHeader([files.length, height, width, channels]))
  }
  for await (const values of levelsOf(pixels, files, shape)) {
    if (grid !== undefined) cells.push({ values })
    if (unfinished !== undefined) await storage.append(unfinished, values)
  }
  if (array !== undefined && unfinished !== undefined) await storage.rename(unfinished, array)
  if (grid === undefined) return
  const columns = gridColumns(files.length)
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, r) =>
    cells.slice(r * columns, (r + 1) * columns),
  )
  await storage.write(grid, await pixels.encodePng(contactSheet(shape, rows)))
}

/** Files that are decoded at a time. */
const together = 16

/** Levels [H, W, C] of each image, read back from its file. */
async function* levelsOf(
  pixels: Pixels,
  files: readonly string[],
  { width, height, channels, levels }: Shape,
): AsyncGenerator<Uint8Array> {
  const levelOf = new Uint8Array(256)
  for (let level = 0; level < levels; level++) levelOf[levelToByte(level, levels)] = level
  const read = async (file: string): Promise<Uint8Array> => {
    // A file may have more channels than its image: WebP knows no grey.
    const { data, channels: stored } = await pixels.decode(file)
    const values = new Uint8Array(width * height * channels)
    for (let i = 0; i < values.length; i++) {
      values[i] = levelOf[data[Math.floor(i / channels) * stored + (i % channels)] ?? 0] ?? 0
    }
    return values
  }
  for (let first = 0; first < files.length; first += together) {
    yield* await Promise.all(files.slice(first, first + together).map(read))
  }
}
