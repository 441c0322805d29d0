import { noise2, noise3 } from './noise.mjs'
import { rod, solid, sphere } from './shapes.mjs'
import { clamp, mix, scale, smoothstep, subtract } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {{ shape: import('./shapes.mjs').Shape, colour: (point: Vec) => Vec }} Building */

/** @type {Vec} */
const white = [0.78, 0.76, 0.71]
/** @type {Vec} */
const red = [0.5, 0.055, 0.035]
/** @type {Vec} */
const dark = [0.03, 0.035, 0.04]

/** A white tower of 25 m with a red band, a gallery and a lantern. @type {(foot: Vec) => Building} */
export function tower(foot) {
  const middle = /** @type {Vec} */ ([foot[0], foot[1] + 12.5, foot[2]])
  return {
    shape: solid(middle, 14.2, (point) => {
      const [x, y, z] = subtract(point, foot)
      const across = Math.hypot(x, z)
      const tower = Math.max(across - widthAt(y), Math.abs(y - 9) - 11.2)
      const gallery = Math.max(across - 2.75, Math.abs(y - 20.2) - 0.22)
      const glass = Math.max(across - 1.45, Math.abs(y - 21.8) - 1.5)
      const dome = Math.max(Math.hypot(across, (y - 23.1) * 1.1) - 1.85, 23.1 - y)
      const ball = Math.hypot(across, y - 25.05) - 0.28
      return 0.8 * Math.min(tower, gallery, glass, dome, ball, railing(x, y, z, across))
    }),
    colour: (point) => {
      const [x, y, z] = subtract(point, foot)
      const around = Math.atan2(z, x)
      if (y > 23) return red
      if (y > 20.45) {
        if (Math.hypot(x, z) > 1.6) return scale(red, 0.8)
        const bars = Math.abs(((around * 8) / Math.PI + 20) % 1) < 0.12 || Math.abs(y - 21.8) < 0.06
        return bars ? white : [0.16, 0.2, 0.22]
      }
      if (y > 19.9) return scale(white, 0.8)
      if (opening(x, y, z)) return dark
      const streaks = smoothstep(0.1, 0.9, noise2(around * 14, y * 0.12)) * 0.16
      const blotches = 0.06 * noise3(x * 0.8, y * 0.5, z * 0.8)
      const band = smoothstep(0.03, -0.03, Math.abs(y - 11.6) - 2.1)
      return scale(mix(white, red, band), 1 - streaks - blotches)
    },
  }
}

/** @type {(y: number) => number} */
const widthAt = (y) => 3.3 - 0.062 * y + 0.35 * smoothstep(1, 0, y) + 0.5 * smoothstep(19.1, 20, y)

/** @type {(x: number, y: number, z: number, across: number) => number} */
function railing(x, y, z, across) {
  const ring = Math.min(Math.hypot(across - 2.6, y - 21.4), Math.hypot(across - 2.6, y - 20.95)) - 0.045
  const often = 16
  const turn = Math.round((Math.atan2(z, x) * often) / (2 * Math.PI)) * ((2 * Math.PI) / often)
  const post = rod(
    [x, y, z],
    [2.6 * Math.cos(turn), 20.3, 2.6 * Math.sin(turn)],
    [2.6 * Math.cos(turn), 21.4, 2.6 * Math.sin(turn)],
    0.045,
  )
  return Math.min(ring, post)
}

/** Windows above each other, and a door, on the side towards +z. @type {(x: number, y: number, z: number) => boolean} */
function opening(x, y, z) {
  if (z < 0) return false
  if (Math.abs(x + 0.9) < 0.5 && y < 2.3) return true
  return [6, 11.6, 16.6].some((height) => Math.abs(x - 0.35) < 0.33 && Math.abs(y - height) < 0.62)
}

/** A keeper's cottage with a gabled roof, its long side along x. @type {(foot: Vec) => Building} */
export function cottage(foot) {
  const [long, deep, wall, roof] = [5.2, 2.9, 2.9, 2.3]
  return {
    shape: solid([foot[0], foot[1] + 2.5, foot[2]], 7.4, (point) => {
      const [x, y, z] = subtract(point, foot)
      const box = Math.max(Math.abs(x) - long, Math.abs(z) - deep, Math.abs(y - wall / 2) - wall / 2)
      const slope = (y - wall - roof) * 0.78 + Math.abs(z) * 0.62
      const gable = Math.max(slope, Math.abs(x) - long - 0.02, wall - 0.1 - y)
      const tiles = Math.max(Math.abs(slope - 0.1) - 0.1, Math.abs(x) - long - 0.3, wall - 0.45 - y)
      const chimney = Math.max(Math.abs(x - 3) - 0.45, Math.abs(z) - 0.45, Math.abs(y - wall - roof) - 1)
      return 0.85 * Math.min(box, gable, tiles, chimney)
    }),
    colour: (point) => {
      const [x, y, z] = subtract(point, foot)
      const slope = (y - wall - roof) * 0.78 + Math.abs(z) * 0.62
      if (slope > 0.02 && y < wall + roof + 0.3 && Math.abs(z) > 0.46) {
        const rows = 0.85 + 0.15 * Math.cos(y * 16) + 0.12 * noise2(x * 4, y * 9)
        return scale([0.27, 0.1, 0.06], clamp(rows, 0.5, 1.2))
      }
      const pane = Math.abs(Math.abs(x + 0.4) - 2.6) < 0.5 && Math.abs(y - 1.65) < 0.62
      const door = Math.abs(x + 0.4) < 0.5 && y < 2.1
      if (z > deep - 0.05 && pane) return dark
      if (z > deep - 0.05 && door) return [0.06, 0.13, 0.17]
      return scale(white, 0.94 + 0.05 * noise2(x * 1.5, y * 1.5))
    },
  }
}

/** A ball that was left in the grass, with a white stripe. @type {(centre: Vec, radius: number) => Building} */
export function ball(centre, radius) {
  return {
    shape: sphere(centre, radius),
    colour: ([x, y]) => {
      const tilted = (0.8 * (y - centre[1]) + 0.6 * (x - centre[0])) / radius
      return mix([0.6, 0.05, 0.03], white, smoothstep(0.24, 0.16, Math.abs(tilted - 0.2)))
    },
  }
}
