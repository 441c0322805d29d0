import { along, dot, length, normalize, subtract } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** How far a point is from a surface, at most; negative inside. @typedef {(point: Vec) => number} Distance */
/** Where a ray meets a shape, or Infinity; and which way the surface looks there. */
/** @typedef {{ hit: (origin: Vec, direction: Vec) => number, normal: (point: Vec) => Vec }} Shape */

const nearest = 1e-4

/** @type {(centre: Vec, radius: number) => Shape} */
export function sphere(centre, radius) {
  return {
    hit(origin, direction) {
      const [near, far] = span(origin, direction, centre, radius)
      return near > nearest ? near : far > nearest ? far : Infinity
    },
    normal: (point) => normalize(subtract(point, centre)),
  }
}

/** Anything whose distance is known, inside a sphere around it. @type {(centre: Vec, radius: number, distance: Distance) => Shape} */
export function solid(centre, radius, distance) {
  return {
    hit(origin, direction) {
      const [near, far] = span(origin, direction, centre, radius)
      if (far < nearest) return Infinity
      let at = Math.max(near, nearest * 8)
      for (let i = 0; i < 90 && at < far; i++) {
        const step = Math.abs(distance(along(origin, direction, at)))
        if (step < nearest * (1 + at * 0.5)) return at
        at += step
      }
      return Infinity
    },
    normal(point) {
      const e = 4e-4
      const [x, y, z] = point
      return normalize([
        distance([x + e, y, z]) - distance([x - e, y, z]),
        distance([x, y + e, z]) - distance([x, y - e, z]),
        distance([x, y, z + e]) - distance([x, y, z - e]),
      ])
    },
  }
}

/** Where a ray goes into a sphere and out; both Infinity negative where it passes. @type {(origin: Vec, direction: Vec, centre: Vec, radius: number) => [number, number]} */
function span(origin, direction, centre, radius) {
  const x = origin[0] - centre[0]
  const y = origin[1] - centre[1]
  const z = origin[2] - centre[2]
  const b = x * direction[0] + y * direction[1] + z * direction[2]
  const c = x * x + y * y + z * z - radius * radius
  const d = b * b - c
  if (d < 0) return [-Infinity, -Infinity]
  const root = Math.sqrt(d)
  return [-b - root, -b + root]
}

/** A rod with round ends. @type {(point: Vec, from: Vec, to: Vec, radius: number) => number} */
export function rod(point, from, to, radius) {
  const [way, offset] = [subtract(to, from), subtract(point, from)]
  const share = Math.min(1, Math.max(0, dot(offset, way) / dot(way, way)))
  return length(along(offset, way, -share)) - radius
}

/**
 * A bowl: the part of a sphere around the origin below a height, its wall as thick as twice `half`, its rim round.
 * @type {(point: Vec, radius: number, height: number, half: number) => number}
 */
export function bowl([x, y, z], radius, height, half) {
  const across = Math.sqrt(x * x + z * z)
  const rim = Math.sqrt(radius * radius - height * height)
  // Nearer to the rim than to the wall.
  if (height * across < rim * y) return Math.hypot(across - rim, y - height) - half
  return Math.abs(Math.hypot(across, y) - radius) - half
}

/** The smaller of two, rounded where they meet. @type {(a: number, b: number, round: number) => number} */
export function blend(a, b, round) {
  const h = Math.max(round - Math.abs(a - b), 0) / round
  return Math.min(a, b) - (h * h * round) / 4
}
