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

/** One sheet of all images, as a PNG; returns its path. */
export async function writeGrid(
  host: Host,
  path: string,
  files: readonly string[],
  shape: Shape,
): Promise<string> {
  const columns = gridColumns(files.length)
  const cells: { values: Uint8Array }[] = []
  for await (const values of levelsOf(host.pixels, files, shape)) cells.push({ values })
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, r) =>
    cells.slice(r * columns, (r + 1) * columns),
  )
  await host.storage.write(path, await host.pixels.encodePng(contactSheet(shape, rows)))
  return path
}

/** All images as one NumPy array of levels, uint8 [N, H, W, C]; returns its path. Holds one image at a time. */
export async function writeArray(
  { storage, pixels }: Host,
  path: string,
  files: readonly string[],
  shape: Shape,
): Promise<string> {
  const { height, width, channels } = shape
  const unfinished = `${path}.part`
  await storage.write(unfinished, npyHeader([files.length, height, width, channels]))
  for await (const values of levelsOf(pixels, files, shape)) await storage.append(unfinished, values)
  await storage.rename(unfinished, path)
  return path
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
