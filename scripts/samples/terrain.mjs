import { along, clamp, normalize } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** Height at a place, metres. @typedef {(x: number, z: number) => number} Height */

/**
 * Where a ray meets the ground, or Infinity. Steps are as long as the ray is high, and longer far away; the last one is
 * halved until it is exact.
 * @param {Height} height
 * @param {Vec} origin @param {Vec} direction
 * @param {{ far: number, top: number, steep?: number }} limits `top`: nothing is higher; `steep`: 1 where steps may
 *   be as long as the ray is high, less for steeper ground
 * @returns {number}
 */
export function meetGround(height, origin, direction, { far, top, steep = 0.5 }) {
  let [before, at] = [0, 0.05]
  for (let i = 0; i < 400 && at < far; i++) {
    const [x, y, z] = along(origin, direction, at)
    if (y > top && direction[1] >= 0) return Infinity
    const gap = y - height(x, z)
    if (gap < 0) return halve(height, origin, direction, before, at)
    before = at
    at += Math.max(steep * gap, 0.0012 * at, 0.01)
  }
  return Infinity
}

/** @type {(height: Height, origin: Vec, direction: Vec, low: number, high: number) => number} */
function halve(height, origin, direction, low, high) {
  for (let i = 0; i < 10; i++) {
    const middle = (low + high) / 2
    const [x, y, z] = along(origin, direction, middle)
    if (y < height(x, z)) high = middle
    else low = middle
  }
  return (low + high) / 2
}

/** @type {(height: Height, x: number, z: number, step: number) => Vec} */
export function groundNormal(height, x, z, step) {
  const slopeX = (height(x + step, z) - height(x - step, z)) / (2 * step)
  const slopeZ = (height(x, z + step) - height(x, z - step)) / (2 * step)
  return normalize([-slopeX, 1, -slopeZ])
}

/**
 * How much of the sun reaches a point: less where the ray to it only just clears the ground, for the sun is wide.
 * @param {Height} height
 * @param {Vec} point @param {Vec} sun
 * @param {{ far: number, top: number }} limits
 * @returns {number}
 */
export function sunOn(height, point, sun, { far, top }) {
  let [share, at] = [1, 0.15]
  for (let i = 0; i < 90 && at < far; i++) {
    const [x, y, z] = along(point, sun, at)
    if (y > top) break
    const gap = y - height(x, z)
    if (gap < -0.02) return 0
    share = Math.min(share, (40 * (gap + 0.02)) / at)
    at += Math.max(0.6 * gap, 0.02 * at, 0.05)
  }
  return clamp(share)
}
