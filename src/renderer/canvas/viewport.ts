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

const smallest = 0.02
const largest = 96

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
export function zoomedAt(viewport: Viewport, at: Point, factor: number): Viewport {
  const scale = Math.min(largest, Math.max(smallest, viewport.scale * factor))
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
