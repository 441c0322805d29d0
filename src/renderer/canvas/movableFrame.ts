import type { Framing } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import type { Point } from './brush'
import type { Size } from './viewport'

/** What a frame that a person moves must keep to. */
export interface FrameLimits {
  readonly photo: Size
  /** Always inside the frame. */
  readonly hole: Rectangle
  /** Side of the model's images: nothing is scaled up for it. */
  readonly modelSize: number
}

/** Where a frame is taken hold of: a corner by its signs from the middle, or all of it. */
export interface FrameHandle {
  readonly x: -1 | 0 | 1
  readonly y: -1 | 0 | 1
}

/** How many of the photo's pixels, along a side, one that the model draws stands for. */
export function enlargement({ frame, width, height }: Framing): number {
  return Math.max(frame.width, frame.height) / Math.max(width, height)
}

/** The allowed frame that is nearest: a square, cut where the photo is shorter, on it and around the hole. */
export function heldFrame(wanted: Rectangle, limits: FrameLimits): Rectangle {
  const { smallest, largest } = sides(limits)
  const side = within(Math.max(wanted.width, wanted.height), smallest, largest)
  return placed(wanted.x, wanted.y, side, limits)
}

export function canMove(limits: FrameLimits): boolean {
  const { smallest, largest } = sides(limits)
  return smallest < largest
}

export function movedFrame(frame: Rectangle, by: Point, limits: FrameLimits): Rectangle {
  return heldFrame({ ...frame, x: frame.x + by.x, y: frame.y + by.y }, limits)
}

/** Larger or smaller about its middle. */
export function grownFrame(frame: Rectangle, by: number, limits: FrameLimits): Rectangle {
  const { smallest, largest } = sides(limits)
  const side = within(Math.max(frame.width, frame.height) + by, smallest, largest)
  const { width, height } = cut(side, limits.photo)
  const x = frame.x + (frame.width - width) / 2
  const y = frame.y + (frame.height - height) / 2
  return placed(x, y, side, limits)
}

/** A corner drawn to a point of the photo; the opposite one stays where the limits let it. */
export function drawnFrame(frame: Rectangle, handle: FrameHandle, to: Point, limits: FrameLimits): Rectangle {
  const anchor = {
    x: handle.x < 0 ? frame.x + frame.width : frame.x,
    y: handle.y < 0 ? frame.y + frame.height : frame.y,
  }
  const { smallest, largest } = sides(limits)
  const wanted = Math.max((to.x - anchor.x) * handle.x, (to.y - anchor.y) * handle.y)
  const side = within(Math.round(wanted), smallest, largest)
  const { width, height } = cut(side, limits.photo)
  return placed(
    handle.x < 0 ? anchor.x - width : anchor.x,
    handle.y < 0 ? anchor.y - height : anchor.y,
    side,
    limits,
  )
}

/** What lies under a point: a corner within `reach`, else the frame itself, else nothing. */
export function handleAt(frame: Rectangle, at: Point, reach: number): FrameHandle | undefined {
  const near = (value: number, start: number, length: number): -1 | 0 | 1 =>
    Math.abs(value - start) <= reach ? -1 : Math.abs(value - start - length) <= reach ? 1 : 0
  const corner = { x: near(at.x, frame.x, frame.width), y: near(at.y, frame.y, frame.height) }
  if (corner.x !== 0 && corner.y !== 0) return corner
  const inside =
    at.x >= frame.x && at.y >= frame.y && at.x < frame.x + frame.width && at.y < frame.y + frame.height
  return inside ? { x: 0, y: 0 } : undefined
}

function sides({ photo, hole, modelSize }: FrameLimits): { smallest: number; largest: number } {
  const largest = Math.max(photo.width, photo.height)
  return { smallest: Math.min(largest, Math.max(modelSize, hole.width, hole.height)), largest }
}

function cut(side: number, photo: Size): Size {
  return { width: Math.min(side, photo.width), height: Math.min(side, photo.height) }
}

function placed(x: number, y: number, side: number, { photo, hole }: FrameLimits): Rectangle {
  const { width, height } = cut(side, photo)
  const place = (at: number, length: number, whole: number, start: number, extent: number): number =>
    within(Math.round(at), Math.max(0, start + extent - length), Math.min(whole - length, start))
  return {
    x: place(x, width, photo.width, hole.x, hole.width),
    y: place(y, height, photo.height, hole.y, hole.height),
    width,
    height,
  }
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
