import { hash } from './random.mjs'

/** @type {(x: number, y: number, z?: number) => number} */
const corner = (x, y, z = 0) => hash(x, y, z) / 2147483648 - 1

/** @type {(t: number) => number} */
const ease = (t) => t * t * t * (t * (t * 6 - 15) + 10)

/** Smooth noise of two coordinates, in [-1, 1]. @type {(x: number, y: number) => number} */
export function noise2(x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [ease(x - left), ease(y - top)]
  const a = corner(left, top)
  const b = corner(left + 1, top)
  const c = corner(left, top + 1)
  const d = corner(left + 1, top + 1)
  return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v
}

/** Smooth noise of three coordinates, in [-1, 1]. @type {(x: number, y: number, z: number) => number} */
export function noise3(x, y, z) {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)]
  const [u, v, w] = [ease(x - i), ease(y - j), ease(z - k)]
  const near = plane(i, j, k, u, v)
  return near + (plane(i, j, k + 1, u, v) - near) * w
}

/** @type {(i: number, j: number, k: number, u: number, v: number) => number} */
function plane(i, j, k, u, v) {
  const a = corner(i, j, k)
  const b = corner(i + 1, j, k)
  const c = corner(i, j + 1, k)
  const d = corner(i + 1, j + 1, k)
  return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v
}

/**
 * Noise upon noise, each half as large and half as strong; about [-1, 1]. Turned from one to the next, so that no
 * lattice shows.
 * @type {(x: number, y: number, octaves: number) => number}
 */
export function fractal2(x, y, octaves) {
  let [sum, strength] = [0, 0.5]
  for (let i = 0; i < octaves; i++) {
    sum += strength * noise2(x, y)
    const turned = 1.6 * x - 1.2 * y + 13.7
    y = 1.2 * x + 1.6 * y - 7.1
    x = turned
    strength /= 2
  }
  return sum
}

/** As `fractal2`, in space. @type {(x: number, y: number, z: number, octaves: number) => number} */
export function fractal3(x, y, z, octaves) {
  let [sum, strength] = [0, 0.5]
  for (let i = 0; i < octaves; i++) {
    sum += strength * noise3(x, y, z)
    const turned = 1.6 * x - 1.2 * z + 13.7
    z = 1.2 * x + 1.6 * z - 7.1
    x = turned
    y = 2.02 * y + 3.3
    strength /= 2
  }
  return sum
}
