import { hash, randomOf } from './random.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/** Linear light, three numbers a pixel. @typedef {{ width: number, height: number, data: Float32Array }} Light */

/** What a single ray may bring at most: a spark that few of many rays meet would stay as a dot. */
const brightest = 30

/**
 * One row of a picture: the mean of so many rays in each pixel, spread over it in a grid. Each pixel draws its own
 * random numbers, so that the picture is the same every time.
 * @param {number} y
 * @param {number} width
 * @param {number} side rays along a side of a pixel
 * @param {(x: number, y: number, random: Random) => Vec} radiance what is seen at a point of the picture, in pixels
 * @returns {Float32Array}
 */
export function renderRow(y, width, side, radiance) {
  const row = new Float32Array(width * 3)
  for (let x = 0; x < width; x++) {
    const random = randomOf(hash(x, y, 1))
    let [red, green, blue] = [0, 0, 0]
    for (let i = 0; i < side * side; i++) {
      const across = x + ((i % side) + random()) / side
      const down = y + (Math.floor(i / side) + random()) / side
      const [r, g, b] = radiance(across, down, random)
      red += Math.min(brightest, r)
      green += Math.min(brightest, g)
      blue += Math.min(brightest, b)
    }
    row.set([red / side ** 2, green / side ** 2, blue / side ** 2], 3 * x)
  }
  return row
}
