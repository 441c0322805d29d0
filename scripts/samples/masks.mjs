/**
 * A stroke of a round brush, in pixels of the picture.
 * @typedef {{ from: [number, number], to: [number, number], radius: number }} Stroke
 */

/** White where a picture's strokes are, black elsewhere. @type {(picture: import('./pictures.mjs').Picture) => Buffer} */
export function strokesOf({ width, height, hole }) {
  const mask = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (hole.some((stroke) => distanceTo(stroke, x + 0.5, y + 0.5) <= stroke.radius))
        mask[y * width + x] = 255
    }
  }
  return mask
}

/** @type {(stroke: Stroke, x: number, y: number) => number} */
function distanceTo({ from, to }, x, y) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const square = dx * dx + dy * dy || 1
  const share = Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / square))
  return Math.hypot(x - from[0] - share * dx, y - from[1] - share * dy)
}

/** @type {(width: number, height: number) => Buffer} */
export const lowerHalf = (width, height) =>
  Buffer.alloc(width * height).fill(255, Math.ceil(height / 2) * width)
