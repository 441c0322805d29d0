import type { Rectangle } from '../../shared/geometry'
import { crop, paste, type Bitmap } from './bitmap'

/** Side of the squares in which a mask remembers and counts: small beside a photo, large beside a brush. */
export const tileSide = 256

interface Tile {
  readonly index: number
  readonly area: Rectangle
}

/** The tiles that a rectangle of the bitmap touches. */
export function tilesOf({ width, height }: Bitmap, area: Rectangle): Tile[] {
  const columns = Math.ceil(width / tileSide)
  const tiles: Tile[] = []
  const lastRow = Math.floor((area.y + area.height - 1) / tileSide)
  const lastColumn = Math.floor((area.x + area.width - 1) / tileSide)
  for (let row = Math.floor(area.y / tileSide); row <= lastRow; row++) {
    for (let column = Math.floor(area.x / tileSide); column <= lastColumn; column++) {
      const [x, y] = [column * tileSide, row * tileSide]
      const size = { width: Math.min(tileSide, width - x), height: Math.min(tileSide, height - y) }
      tiles.push({ index: row * columns + column, area: { x, y, ...size } })
    }
  }
  return tiles
}

/** What tiles held before they were changed: each is copied once, when it is first touched. */
export class TileMemory {
  private readonly kept = new Map<number, { readonly area: Rectangle; readonly before: Uint8Array }>()

  constructor(private readonly bitmap: Bitmap) {}

  /** To be called before anything in `area` is changed. */
  remember(area: Rectangle): void {
    for (const { index, area: tile } of tilesOf(this.bitmap, area)) {
      if (this.kept.has(index)) continue
      this.kept.set(index, { area: tile, before: crop(this.bitmap.data, this.bitmap.width, tile) })
    }
  }

  /** Tiles that are not what they were. */
  *changed(): Generator<{ area: Rectangle; before: Uint8Array; after: Uint8Array }> {
    for (const { area, before } of this.kept.values()) {
      const after = crop(this.bitmap.data, this.bitmap.width, area)
      if (!same(before, after)) yield { area, before, after }
    }
  }

  /** Puts everything back as it was. */
  restore(): void {
    for (const { area, before } of this.kept.values()) paste(this.bitmap, area, before)
  }
}

/** Of arrays of their own, four bytes at a time. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  const fours = a.length >> 2
  const [left, right] = [new Uint32Array(a.buffer, 0, fours), new Uint32Array(b.buffer, 0, fours)]
  for (let i = 0; i < fours; i++) if (left[i] !== right[i]) return false
  for (let i = fours * 4; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
