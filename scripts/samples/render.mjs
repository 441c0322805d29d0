import { hash, randomOf } from './random.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/** Linear light, three numbers a pixel. @typedef {{ width: number, height: number, data: Float32Array }} Light */

/** What a single ray may bring at most: a spark that few of many rays meet would stay as a dot. */
const brightest = 30

/**
 * The mean of so many rays in each pixel, spread over it in a grid and weighed alike. Each pixel draws its own random
 * numbers, so that the picture is the same every time.
 * @param {number} width @param {number} height
 * @param {number} side rays along a side of a pixel
 * @param {(x: number, y: number, random: Random) => Vec} radiance what is seen at a point of the picture, in pixels
 * @returns {Light}
 */
export function render(width, height, side, radiance) {
  const data = new Float32Array(width * height * 3)
  const share = 1 / (side * side)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const random = randomOf(hash(x, y, 1))
      const at = 3 * (y * width + x)
      let [red, green, blue] = [0, 0, 0]
      for (let i = 0; i < side * side; i++) {
        const [r, g, b] = radiance(
          x + ((i % side) + random()) / side,
          y + (Math.floor(i / side) + random()) / side,
          random,
        )
        red += Math.min(brightest, r)
        green += Math.min(brightest, g)
        blue += Math.min(brightest, b)
      }
      data[at] = red * share
      data[at + 1] = green * share
      data[at + 2] = blue * share
    }
  }
  return { width, height, data }
}
