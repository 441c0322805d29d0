import type { Raster } from '../host'
import { toBytes } from '../pixels/levels'

/** Pixels between two pictures of a sheet. */
const gap = 2
/** Between pictures, and where a picture is hidden: greys that are neither paper nor ink. */
const [ground, hidden] = [48, 112]

interface Picture {
  readonly height: number
  readonly width: number
  readonly channels: 1 | 3
  readonly levels: number
}

/** A picture's levels [H, W, C], and which of its pixels are hidden, [H, W], if any. */
export interface Cell {
  readonly values: Uint8Array
  readonly hidden?: Uint8Array
}

/** Pictures of one size in rows and columns, on a grey ground: one raster. */
export function contactSheet(picture: Picture, rows: readonly (readonly Cell[])[]): Raster {
  const { channels } = picture
  const columns = Math.max(...rows.map((row) => row.length))
  const width = columns * (picture.width + gap) + gap
  const height = rows.length * (picture.height + gap) + gap
  const data = new Uint8Array(width * height * channels).fill(ground)
  rows.forEach((row, r) => {
    row.forEach((cell, c) => {
      const left = gap + c * (picture.width + gap)
      const top = gap + r * (picture.height + gap)
      const bytes = toBytes(cell.values, picture.levels)
      for (let y = 0; y < picture.height; y++) {
        const line = bytes.subarray(y * picture.width * channels, (y + 1) * picture.width * channels)
        for (let x = 0; x < picture.width; x++) {
          if (cell.hidden?.[y * picture.width + x]) line.fill(hidden, x * channels, (x + 1) * channels)
        }
        data.set(line, ((top + y) * width + left) * channels)
      }
    })
  })
  return { width, height, channels, data }
}

/** Columns of a grid of `count` pictures that is about as wide as high. */
export function gridColumns(count: number): number {
  return Math.ceil(Math.sqrt(count))
}
