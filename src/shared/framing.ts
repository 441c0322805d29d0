import type { Rectangle } from './geometry'

interface Size {
  readonly width: number
  readonly height: number
}

/** What the model sees of a photo, and at which scale. */
export interface Framing {
  /** The part of the upright photo, in its own pixels. */
  readonly frame: Rectangle
  /** Size of the picture at the model's scale, pixels. */
  readonly width: number
  readonly height: number
}

/** Smallest rectangle that holds every set byte of a mask [height, width], or undefined for none. */
export function maskBounds(data: Uint8Array, width: number, height: number): Rectangle | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/**
 * Frames a hole for a model of `modelSize` x `modelSize` pixels: a square with as much context on each side
 * as the hole is long, at least the model's own size, moved inside the photo and cut to it. The longer
 * side is scaled down to `modelSize`; nothing is ever scaled up.
 */
export function frameHole(photo: Size, hole: Rectangle, modelSize: number): Framing {
  const wanted = Math.max(modelSize, 3 * Math.max(hole.width, hole.height))
  const place = (length: number, start: number, extent: number): { at: number; size: number } => {
    const size = Math.min(length, wanted)
    const centred = Math.round(start + extent / 2 - size / 2)
    return { at: Math.max(0, Math.min(length - size, centred)), size }
  }
  const horizontal = place(photo.width, hole.x, hole.width)
  const vertical = place(photo.height, hole.y, hole.height)
  return framingOf(
    { x: horizontal.at, y: vertical.at, width: horizontal.size, height: vertical.size },
    modelSize,
  )
}

/** A frame that a person chose, moved inside the photo and cut to it; scaled as frameHole scales. */
export function placeFrame(photo: Size, wanted: Rectangle, modelSize: number): Framing {
  const [width, height] = [Math.min(photo.width, wanted.width), Math.min(photo.height, wanted.height)]
  const x = Math.max(0, Math.min(photo.width - width, wanted.x))
  const y = Math.max(0, Math.min(photo.height - height, wanted.y))
  return framingOf({ x, y, width, height }, modelSize)
}

/** Whether all of a part lies in a rectangle. */
export function holds(outer: Rectangle, part: Rectangle): boolean {
  return (
    part.x >= outer.x &&
    part.y >= outer.y &&
    part.x + part.width <= outer.x + outer.width &&
    part.y + part.height <= outer.y + outer.height
  )
}

/** What a model sees of a frame, and at which scale: the longer side at most its own size. */
export function framingOf(frame: Rectangle, modelSize: number): Framing {
  const scale = Math.min(1, modelSize / Math.max(frame.width, frame.height))
  return {
    frame,
    width: Math.max(1, Math.round(frame.width * scale)),
    height: Math.max(1, Math.round(frame.height * scale)),
  }
}
