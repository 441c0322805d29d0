import type { Rectangle } from '../../shared/geometry'

/** Tiles of one size in rows. */
export interface GridLayout {
  readonly columns: number
  /** From the left edge of a tile to that of the next, and from row to row. */
  readonly stepX: number
  readonly stepY: number
  readonly tile: number
  readonly tileHeight: number
}

/** As many columns as fit; tiles grow to fill the width. `caption`: height of what is below a picture. */
export function layOut(width: number, wanted: number, gap: number, caption: number): GridLayout {
  const columns = Math.max(1, Math.floor((width + gap) / (wanted + gap)))
  const tile = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns))
  const tileHeight = tile + caption
  return { columns, stepX: tile + gap, stepY: tileHeight + gap, tile, tileHeight }
}

export type Move = 'left' | 'right' | 'up' | 'down' | 'home' | 'end' | 'pageUp' | 'pageDown'

/** Where a key leads from one photo of `count`; rows that are seen at once make a page. */
export function moved(index: number, move: Move, count: number, columns: number, rows: number): number {
  const page = Math.max(1, rows) * columns
  const last = count - 1
  switch (move) {
    case 'left':
      return Math.max(0, index - 1)
    case 'right':
      return Math.min(last, index + 1)
    case 'up':
      return index - columns < 0 ? index : index - columns
    case 'down':
      return index + columns > last ? lastBelow(index, last, columns) : index + columns
    case 'home':
      return 0
    case 'end':
      return last
    case 'pageUp':
      return Math.max(index % columns, index - page)
    case 'pageDown':
      return Math.min(last, index + page)
  }
}

/** From the row before the last, where that is shorter, down leads to its end. */
function lastBelow(index: number, last: number, columns: number): number {
  return Math.floor(index / columns) < Math.floor(last / columns) ? last : index
}

/** Indices of the tiles that a rectangle touches, in order. */
export function touched(layout: GridLayout, count: number, area: Rectangle): number[] {
  const { columns, stepX, stepY, tile, tileHeight } = layout
  const [right, bottom] = [area.x + area.width, area.y + area.height]
  const firstRow = Math.max(0, Math.floor(area.y / stepY))
  const found: number[] = []
  for (let row = firstRow; row * stepY <= bottom && row * columns < count; row++) {
    if (row * stepY + tileHeight < area.y) continue
    for (let column = 0; column < columns; column++) {
      const [left, index] = [column * stepX, row * columns + column]
      if (index < count && left <= right && left + tile >= area.x) found.push(index)
    }
  }
  return found
}
