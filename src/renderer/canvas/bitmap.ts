import type { Rectangle } from '../../shared/geometry'

/** A mask: one byte a pixel of the upright photo, row by row; 1 is to be filled, 0 is kept. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export function createBitmap(width: number, height: number): Bitmap {
  return { width, height, data: new Uint8Array(width * height) }
}

/** The part of a rectangle that lies on the bitmap, in whole pixels; undefined where nothing does. */
export function clip(bitmap: Bitmap, area: Rectangle): Rectangle | undefined {
  const left = Math.max(0, Math.floor(area.x))
  const top = Math.max(0, Math.floor(area.y))
  const right = Math.min(bitmap.width, Math.ceil(area.x + area.width))
  const bottom = Math.min(bitmap.height, Math.ceil(area.y + area.height))
  if (right <= left || bottom <= top) return undefined
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Sets a rectangle and returns what of it lies on the bitmap. */
export function fillRectangle(bitmap: Bitmap, area: Rectangle, value: 0 | 1): Rectangle | undefined {
  const inside = clip(bitmap, area)
  if (!inside) return undefined
  for (let y = inside.y; y < inside.y + inside.height; y++) {
    const start = y * bitmap.width + inside.x
    bitmap.data.fill(value, start, start + inside.width)
  }
  return inside
}

export function invert({ data }: Bitmap): void {
  // Four pixels at a time where they lie so in memory.
  const fours = data.byteOffset % 4 === 0 ? data.length >> 2 : 0
  const words = new Uint32Array(data.buffer, fours === 0 ? 0 : data.byteOffset, fours)
  for (let i = 0; i < fours; i++) words[i] = (words[i] ?? 0) ^ 0x01010101
  for (let i = fours * 4; i < data.length; i++) data[i] = 1 - (data[i] ?? 0)
}

/** How many of these pixels are to be filled. */
export function filled(row: Uint8Array): number {
  let pixels = 0
  for (let from = row.indexOf(1); from >= 0;) {
    const to = row.indexOf(0, from)
    if (to < 0) return pixels + row.length - from
    pixels += to - from
    from = row.indexOf(1, to)
  }
  return pixels
}

export function wholeOf(bitmap: Bitmap): Rectangle {
  return { x: 0, y: 0, width: bitmap.width, height: bitmap.height }
}

/** The smallest rectangle around two, either of which may be nothing. */
export function union(a: Rectangle | undefined, b: Rectangle | undefined): Rectangle | undefined {
  if (!a || !b) return a ?? b
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

/** The bytes of one rectangle of `data` (rows of `width`), row by row. The rectangle lies inside. */
export function crop(data: Uint8Array, width: number, area: Rectangle): Uint8Array {
  const part = new Uint8Array(area.width * area.height)
  for (let y = 0; y < area.height; y++) {
    const start = (area.y + y) * width + area.x
    part.set(data.subarray(start, start + area.width), y * area.width)
  }
  return part
}

/** Puts back what `crop` took. */
export function paste(bitmap: Bitmap, area: Rectangle, part: Uint8Array): void {
  for (let y = 0; y < area.height; y++) {
    bitmap.data.set(part.subarray(y * area.width, (y + 1) * area.width), (area.y + y) * bitmap.width + area.x)
  }
}
