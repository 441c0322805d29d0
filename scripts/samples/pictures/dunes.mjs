import { createAtmosphere } from '../atmosphere.mjs'
import { createCamera } from '../camera.mjs'
import { fractal2, noise2 } from '../noise.mjs'
import { rod, solid } from '../shapes.mjs'
import { groundNormal, meetGround, sunOn } from '../terrain.mjs'
import { add, along, clamp, dot, mix, multiply, normalize, scale, smoothstep } from '../vector.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */

const [width, height] = [768, 512]

/** Dunes in the last light, a dry branch in the sand. @type {import('../pictures.mjs').Picture} */
export const dunes = {
  ...{ name: 'dunes', width, height, rays: 3, quality: 82 },
  film: {
    exposure: 0.75,
    white: 4,
    contrast: 0.35,
    saturation: 1,
    glow: 0.05,
    vignette: 0.25,
    grain: 1.5,
    tint: [1, 0.95, 1.1],
  },
  hole: [{ from: [111, 277], to: [130, 275], radius: 7 }],
  crops: [
    [0, 0, 512],
    [128, 128, 256],
    [512, 256, 256],
    [32, 128, 192],
  ],
  radiance() {
    const air = createAtmosphere({ elevation: 11, azimuth: -72, dust: 0.9 })
    const from = /** @type {Vec} */ ([0, ground(0, 0) + 9, 0])
    const camera = createCamera({ from, to: [6, from[1] - 7, -60], view: 46 }, width, height)
    const limits = { far: 1800, top: 60 }
    const branch = branchAt([-7.6, ground(-7.6, -41), -41])
    return (x, y, random) => {
      const { origin, direction } = camera(x, y, random)
      const distance = meetGround(ground, origin, direction, { ...limits, steep: 0.6 })
      const twig = branch.hit(origin, direction)
      if (twig < distance) return twigs(air, branch.normal(along(origin, direction, twig)))
      if (distance === Infinity) return sky(air, direction)
      const point = along(origin, direction, distance)
      const normal = rippled(point, distance)
      const lit = Math.max(0, dot(normal, air.sun))
      const sun =
        lit > 0
          ? sunOn(ground, along(point, [0, 1, 0], 0.02), air.sun, { ...limits, far: 300 }) *
            (branch.hit(point, air.sun) === Infinity ? 1 : 0.12)
          : 0
      const tone =
        1 +
        0.09 * fractal2(point[0] * 0.05, point[2] * 0.05, 4) +
        (0.1 * noise2(point[0] * 40, point[2] * 40)) / (1 + distance * 0.1)
      const sand = scale(/** @type {Vec} */ ([0.62, 0.4, 0.22]), tone)
      const above = 0.6 + 0.4 * normal[1]
      const warm = multiply(/** @type {Vec} */ ([0.62, 0.4, 0.22]), scale(air.sunlight, 0.06))
      const light = add(scale(air.sunlight, (sun * lit) / Math.PI), add(scale(air.ambient, above), warm))
      const haze = air.sky(normalize([direction[0], 0.03, direction[2]]))
      return mix(multiply(sand, light), haze, 1 - Math.exp(-distance / 2600))
    }
  },
}

/** @type {(air: import('../atmosphere.mjs').Atmosphere, direction: Vec) => Vec} */
function sky(air, direction) {
  const clear = air.sky(direction)
  const [x, z] = [direction[0] / (direction[1] + 0.08), direction[2] / (direction[1] + 0.08)]
  const veil =
    smoothstep(0.02, 0.75, fractal2(x * 0.5 + 2, z * 1.5 + 0.6 * fractal2(x, z, 3), 6)) *
    smoothstep(0.02, 0.2, direction[1])
  return mix(clear, add(scale(air.sunlight, 0.09), air.ambient), 0.5 * veil)
}

/** Bent, with two twigs, and flat on the ground. @type {(place: Vec) => import('../shapes.mjs').Shape} */
function branchAt(place) {
  /** @type {(x: number, y: number, z: number) => Vec} */
  const at = (x, y, z) => add(place, [x, y, z])
  /** @type {[Vec, Vec, number][]} */
  const rods = [
    [at(-0.6, 0.02, 0.1), at(-0.1, 0.09, 0), 0.04],
    [at(-0.1, 0.09, 0), at(0.6, 0.02, 0.05), 0.03],
    [at(-0.3, 0.07, 0), at(0.25, 0.18, -0.2), 0.018],
    [at(0.1, 0.07, 0), at(0.45, 0.12, 0.2), 0.016],
  ]
  return solid(place, 1, (point) =>
    Math.min(...rods.map(([from, to, radius]) => rod(point, from, to, radius))),
  )
}

/** @type {(air: import('../atmosphere.mjs').Atmosphere, normal: Vec) => Vec} */
function twigs(air, normal) {
  const sun = Math.max(0, dot(normal, air.sun)) / Math.PI
  return multiply([0.15, 0.13, 0.05], add(scale(air.sunlight, sun), scale(air.ambient, 0.7)))
}

/** Long backs rise slowly with the wind and fall off steeply behind their crests. @type {(x: number, z: number) => number} */
function ground(x, z) {
  const bent = x + 26 * noise2(x * 0.011 + 5, z * 0.011) + 7 * noise2(x * 0.035, z * 0.03 + 9)
  const along = z * 0.62 + bent * 0.5
  const big =
    wave((bent * 0.9 - z * 0.42) / 96 + 0.16) * 15 * (0.65 + 0.5 * noise2(x * 0.008 + 3, z * 0.008 + 1))
  const small =
    wave(along / 41 + 0.7 * noise2(x * 0.014 + 8, z * 0.014)) *
    3.4 *
    (0.6 + 0.6 * noise2(x * 0.02, z * 0.02 + 4))
  return big + small + 1.2 * fractal2(x * 0.025, z * 0.025, 3)
}

/** From 0 to 1 over three quarters of a length, and quickly back; round at its foot. @type {(t: number) => number} */
function wave(t) {
  const share = t - Math.floor(t)
  const rise = share < 0.72 ? share / 0.72 : (1 - share) / 0.28
  return rise * rise * (1.55 - 0.55 * rise)
}

/** The ground's normal with the wind's ripples, as long as they can be told apart. @type {(point: Vec, distance: number) => Vec} */
function rippled([x, , z], distance) {
  const normal = groundNormal(ground, x, z, 0.05 + distance * 0.002)
  const bend = 0.8 * noise2(x * 0.35, z * 0.35) + 1.6 * noise2(x * 0.09, z * 0.09)
  const phase = (x * 0.93 + z * 0.3) * 19 + 4.2 * bend
  const fade =
    clamp(1.15 - distance / 60) *
    smoothstep(0.72, 0.95, normal[1]) *
    (0.65 + 0.35 * noise2(x * 0.16, z * 0.16))
  const tilt = 0.15 * fade * (Math.cos(phase) + 0.35 * Math.cos(2 * phase + 0.9))
  return normalize(add(normal, [0.93 * tilt, 0, 0.3 * tilt]))
}
