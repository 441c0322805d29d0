import type { Rectangle } from '../../shared/geometry'
import type { Point } from './brush'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Where the photo lies on the stage: photo pixel (px, py) is at (x + px scale, y + py scale). */
export interface Viewport {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** What lies over the stage's edges and should not cover the photo. */
export interface Margins {
  readonly top: number
  readonly bottom: number
  readonly side: number
}

const largest = 96

/** Smallest and largest scale: out to half of where all of the photo fits, in until a pixel is easily hit. */
export function scaleLimits(fittedScale: number): { smallest: number; largest: number } {
  return { smallest: Math.min(1, fittedScale) / 2, largest: Math.max(largest, fittedScale) }
}

/**
 * The whole photo, centred between the margins. A photo that is smaller than the stage is enlarged by whole
 * device pixels only, so that each of its pixels is a square of the same size.
 */
export function fitted(stage: Size, photo: Size, margins: Margins, pixelRatio = 1): Viewport {
  const room = {
    width: Math.max(16, stage.width - 2 * margins.side),
    height: Math.max(16, stage.height - margins.top - margins.bottom),
  }
  const exact = Math.min(room.width / photo.width, room.height / photo.height)
  const scale = exact < 1 ? exact : Math.max(1, Math.floor(exact * pixelRatio) / pixelRatio)
  return {
    scale,
    x: Math.round((stage.width - photo.width * scale) / 2),
    y: Math.round(margins.top + (room.height - photo.height * scale) / 2),
  }
}

/** Zooms by `factor` and keeps the photo's point under `at` where it is. */
export function zoomedAt(
  viewport: Viewport,
  at: Point,
  factor: number,
  limits = { smallest: 0, largest },
): Viewport {
  const scale = Math.min(limits.largest, Math.max(limits.smallest, viewport.scale * factor))
  const ratio = scale / viewport.scale
  return { scale, x: at.x - (at.x - viewport.x) * ratio, y: at.y - (at.y - viewport.y) * ratio }
}

/** Moved, but never so far that nothing of the photo is left to see. */
export function panned(viewport: Viewport, by: Point, stage: Size, photo: Size): Viewport {
  const keep = 48
  const limit = (at: number, extent: number, room: number): number =>
    Math.min(room - keep, Math.max(keep - extent, at))
  return {
    scale: viewport.scale,
    x: limit(viewport.x + by.x, photo.width * viewport.scale, stage.width),
    y: limit(viewport.y + by.y, photo.height * viewport.scale, stage.height),
  }
}

/** A part of the photo as it lies on the stage. */
export function onStage({ scale, x, y }: Viewport, area: Rectangle): Rectangle {
  return {
    x: x + area.x * scale,
    y: y + area.y * scale,
    width: area.width * scale,
    height: area.height * scale,
  }
}

export function toPhoto(viewport: Viewport, point: Point): Point {
  return { x: (point.x - viewport.x) / viewport.scale, y: (point.y - viewport.y) / viewport.scale }
}

/** Moved as little as brings a point of the photo on to the stage, inside a margin. */
export function revealed(viewport: Viewport, point: Point, stage: Size, margin = 48): Viewport {
  const moved = (at: number, room: number): number =>
    Math.min(0, Math.max(margin, room - margin) - at) + Math.max(0, margin - at)
  return {
    scale: viewport.scale,
    x: viewport.x + moved(viewport.x + point.x * viewport.scale, stage.width),
    y: viewport.y + moved(viewport.y + point.y * viewport.scale, stage.height),
  }
}

/**
 * What a turn of the wheel asks for. A pinch on a trackpad arrives as a wheel with Ctrl; two fingers on one, by whole
 * small steps or aslant, move the photo as they move a page; a wheel zooms, and with Shift goes sideways.
 */
export function wheelIntent(event: {
  readonly deltaX: number
  readonly deltaY: number
  readonly deltaMode: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}): { zoom: number } | { pan: Point } {
  const { deltaX, deltaY } = event
  const unit = event.deltaMode === 0 ? 1 : 16
  if (event.ctrlKey || event.metaKey) return { zoom: Math.exp(-deltaY * unit * 0.01) }
  if (event.shiftKey) return { pan: { x: -(deltaX || deltaY) * unit, y: 0 } }
  const small = event.deltaMode === 0 && Number.isInteger(deltaY) && Math.abs(deltaY) < 50
  if (deltaX !== 0 || (small && deltaY !== 0)) return { pan: { x: -deltaX * unit, y: -deltaY * unit } }
  return { zoom: Math.exp(-deltaY * unit * 0.0016) }
}
