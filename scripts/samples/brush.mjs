import { hash } from './random.mjs'
import { rod, solid } from './shapes.mjs'
import { add, along, clamp, length, normalize, scale, subtract } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */

/**
 * A dry shrub: twigs that rise and part from one place.
 * @param {Vec} foot @param {number} size how high, about @param {number} twigs
 * @returns {import('./shapes.mjs').Shape}
 */
export function shrub(foot, size, twigs) {
  /** @type {[Vec, Vec, number][]} */
  const rods = []
  for (let i = 0; i < twigs; i++) {
    /** @type {(n: number) => number} */
    const chance = (n) => hash(i, n, 17) / 4294967296
    const around = 2 * Math.PI * ((i * 0.618) % 1)
    const lean = 0.2 + 1.05 * Math.sqrt((i + 0.5) / twigs)
    const way = /** @type {Vec} */ ([
      Math.sin(lean) * Math.cos(around),
      Math.cos(lean),
      Math.sin(lean) * Math.sin(around),
    ])
    const middle = along(foot, way, size * (0.35 + 0.25 * chance(1)))
    rods.push([foot, middle, size * 0.018])
    for (let j = 0; j < 4; j++) {
      const aside = /** @type {Vec} */ ([
        chance(2 + j) - 0.5,
        0.25 + 0.4 * chance(8 + j),
        chance(14 + j) - 0.5,
      ])
      const tip = along(middle, normalize(add(way, scale(aside, 1.3))), size * (0.3 + 0.3 * chance(20 + j)))
      rods.push([middle, tip, size * (0.012 + 0.02 * chance(26 + j))])
    }
  }
  const centre = along(foot, [0, 1, 0], size * 0.45)
  return solid(centre, size * 1.15, (point) => {
    let nearest = size
    const reach = length(subtract(point, centre))
    if (reach > size * 1.2) return reach - size * 1.1
    for (const [from, to, radius] of rods) nearest = Math.min(nearest, rod(point, from, to, radius))
    return clamp(nearest, -size, size)
  })
}
