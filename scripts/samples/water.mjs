import { fractal2, noise2 } from './noise.mjs'
import { clamp, dot, normalize, reflect } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */

/**
 * The way a wavy sea looks at a point. Far away slopes are lower, for one looks at many at once.
 * @type {(point: Vec, distance: number) => Vec}
 */
export function waves([x, , z], distance) {
  /** @type {(x: number, z: number) => number} */
  const level = (x, z) => {
    const swell = 0.16 * Math.sin(0.5 * z + 0.22 * x + 1.3 * noise2(x * 0.08, z * 0.08))
    return swell + 0.34 * fractal2(x * 0.55 + 0.3 * z, z * 0.9, 4) + 0.07 * fractal2(x * 3.1, z * 4.3, 3)
  }
  const step = 0.04 + distance * 0.0008
  const calm = 0.34 / (1 + distance * 0.004)
  const here = level(x, z)
  const [slopeX, slopeZ] = [(level(x + step, z) - here) / step, (level(x, z + step) - here) / step]
  return normalize([-clamp(calm * slopeX, -1, 1), 1, -clamp(calm * slopeZ, -1, 1)])
}

/**
 * Where a ray goes that a wave mirrors, never downwards; and the share of it that is mirrored (Schlick's).
 * @type {(direction: Vec, normal: Vec) => { mirrored: Vec, share: number }}
 */
export function mirror(direction, normal) {
  const cosine = Math.max(0.02, -dot(direction, normal))
  const share = 0.02 + 0.98 * Math.pow(1 - cosine, 5)
  const way = reflect(direction, normal)
  const mirrored = way[1] < 0.01 ? normalize([way[0], 0.01 + 0.3 * Math.abs(way[1]), way[2]]) : way
  return { mirrored, share }
}
