import type { Rectangle } from '../../../shared/geometry'
import { union } from '../../../shared/holes'

/** A part of the photo that is drawn as one picture of its own, and what of it is kept. */
export interface Window {
  /** What the model sees. */
  readonly frame: Rectangle
  /** What is drawn for good, inside the frame. */
  readonly block: Rectangle
}

/** How a hole is drawn at the photo's own size. */
export interface WindowPlan {
  /** In the order in which they are drawn: that of the photo's rows. */
  readonly windows: readonly Window[]
  /** The part of the photo that holds all frames. */
  readonly neighbourhood: Rectangle
  /** Whether each window is as wide as the neighbourhood. */
  readonly wide: boolean
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Most pixels of one picture: judging it takes about 2 kB a pixel and thread with a model of common size. */
const mostPixels = 2 ** 16

/**
 * Lays windows over a hole.
 *
 * What a PixelCNN sees of its surroundings is known: `reach` pixels above, left and right. So a hole that fills most of
 * its bounds is drawn in one piece, or in bands as wide as it, with that much around it: every pixel has all the context
 * that the model can use, none is drawn twice, and where two bands meet there is no seam.
 *
 * An LSTM's reach has no end (`reach` is Infinity), but it was trained on pictures of `size` pixels and is at a loss in
 * larger ones. It sees windows of just that size: a block of half the side at the bottom, in the middle, with half the
 * side of context above it and a quarter left and right. A hole that is scattered over a large area is drawn in such
 * blocks by any model, so that what is far from it isn't looked at. Blocks without any of the hole are left out.
 */
export function planWindows(
  photo: Size,
  bounds: Rectangle,
  has: (block: Rectangle) => boolean,
  model: { readonly size: number; readonly reach: number; readonly pieces: boolean },
): WindowPlan {
  const { size, reach } = model
  const tiles = tileWindows(photo, bounds, has, size, reach)
  if (Number.isFinite(reach)) {
    const whole = grown(bounds, reach, photo)
    const area = whole.width * whole.height
    // What lies below the hole is only judged.
    const drawnArea = whole.width * (bounds.y + bounds.height - whole.y)
    if (drawnArea <= tiles.reduce((sum, { frame }) => sum + frame.width * frame.height, 0)) {
      if (area <= mostPixels && !model.pieces) {
        return { windows: [{ frame: whole, block: bounds }], neighbourhood: whole, wide: true }
      }
      // As many rows are new as are looked at again, or more.
      const rows = Math.max(half(size), reach)
      return { windows: bandWindows(bounds, whole, rows, reach), neighbourhood: whole, wide: true }
    }
  }
  return { windows: tiles, neighbourhood: tiles.map(({ frame }) => frame).reduce(union), wide: false }
}

const half = (side: number): number => Math.max(1, Math.floor(side / 2))

/** A rectangle with so much more on each side, cut to the photo. */
function grown({ x, y, width, height }: Rectangle, by: number, photo: Size): Rectangle {
  const [left, top] = [Math.max(0, x - by), Math.max(0, y - by)]
  const right = Math.min(photo.width, x + width + by)
  const bottom = Math.min(photo.height, y + height + by)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Bands of some rows with the rows above that they can see. */
function bandWindows(bounds: Rectangle, whole: Rectangle, rows: number, reach: number): Window[] {
  const windows: Window[] = []
  for (let y = bounds.y; y < bounds.y + bounds.height; y += rows) {
    const height = Math.min(rows, bounds.y + bounds.height - y)
    const top = Math.max(whole.y, y - reach)
    windows.push({
      frame: { ...whole, y: top, height: y + height - top },
      block: { ...bounds, y, height },
    })
  }
  return windows
}

/** Blocks of half the model's size with context above, left and right. */
function tileWindows(
  photo: Size,
  bounds: Rectangle,
  has: (block: Rectangle) => boolean,
  size: number,
  reach: number,
): Window[] {
  const side = half(size)
  const windows: Window[] = []
  for (let y = bounds.y; y < bounds.y + bounds.height; y += side) {
    for (let x = bounds.x; x < bounds.x + bounds.width; x += side) {
      const block = {
        ...{ x, y },
        width: Math.min(side, bounds.x + bounds.width - x),
        height: Math.min(side, bounds.y + bounds.height - y),
      }
      if (!has(block)) continue
      const around = Number.isFinite(reach) ? grown(block, reach, photo) : ofSize(block, size, photo)
      windows.push({ block, frame: { ...around, height: y + block.height - around.y } })
    }
  }
  return windows
}

/** As wide as a model's pictures, the block in the middle, and as much above it; moved inside the photo, not cut. */
function ofSize({ x, y, width, height }: Rectangle, size: number, photo: Size): Rectangle {
  const wide = Math.min(size, photo.width)
  const left = x - Math.floor((size - width) / 2)
  const top = Math.max(0, y + height - size)
  return { x: Math.max(0, Math.min(photo.width - wide, left)), y: top, width: wide, height: y + height - top }
}
