import { createAtmosphere } from '../atmosphere.mjs'
import { birdAt } from '../birds.mjs'
import { createCamera } from '../camera.mjs'
import { createCloudySky } from '../clouds.mjs'
import { ball, cottage, tower } from '../buildings.mjs'
import { fractal2, noise2 } from '../noise.mjs'
import { groundNormal, meetGround, sunOn } from '../terrain.mjs'
import { add, along, clamp, dot, mix, multiply, normalize, scale, smoothstep } from '../vector.mjs'
import { mirror, waves } from '../water.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */

const [width, height] = [512, 768]
const buildings = [
  tower([7, land(7, -64) - 0.4, -64]),
  cottage([16.5, land(16.5, -60) - 0.5, -60]),
  ball([3.8, land(3.8, -18.1) + 0.14, -18.1], 0.16),
]

/** A lighthouse on a cape, a ball left in the grass; the camera was held upright. @type {import('../pictures.mjs').Picture} */
export const lighthouse = {
  ...{ name: 'lighthouse', width, height, rays: 3, quality: 82, upright: true },
  film: {
    exposure: 0.47,
    white: 3.4,
    contrast: 0.35,
    saturation: 1,
    glow: 0.05,
    vignette: 0.2,
    grain: 1.3,
    tint: [1.03, 1, 0.98],
  },
  hole: [{ from: [394, 523], to: [402, 525], radius: 12 }],
  crops: [
    [0, 64, 512],
    [224, 96, 192],
    [0, 384, 256],
    [256, 448, 256],
  ],
  radiance() {
    const air = createAtmosphere({ elevation: 27, azimuth: -128, dust: 0.8 })
    const sky = createCloudySky(air, {
      ...{ bottom: 1100, top: 2300, size: 1900, cover: 0.39, thickness: 0.012, drift: [5.2, 0.3, 2.4] },
      ...{ flat: 1.3, far: 16_000 },
    })
    const from = /** @type {Vec} */ ([0, land(0, 0) + 3, 0])
    const camera = createCamera(
      { from, to: [3, from[1] + 5.4, -60], view: 48, lens: 0.022, focus: 62 },
      width,
      height,
    )
    return (x, y, random) => {
      const wing = birdAt((x - 428) / 17, (y - 152) / 17)
      if (wing !== undefined) return feathers(wing)
      const { origin, direction } = camera(x, y, random)
      const ground = meetGround(land, origin, direction, { far: 400, top: 24, steep: 0.5, start: 1 })
      const water = direction[1] < 0 ? -origin[1] / direction[1] : Infinity
      for (const { shape, colour } of buildings) {
        const at = shape.hit(origin, direction)
        if (at >= Math.min(ground, water)) continue
        const point = along(origin, direction, at)
        const normal = shape.normal(point)
        return multiply(colour(point), light(air, along(point, normal, 0.02), normal, 1))
      }
      if (ground < water) return grassy(air, along(origin, direction, ground), ground)
      if (water === Infinity) return sky(direction, random)
      return sea(air, sky, along(origin, direction, Math.min(water, 9000)), direction, water, random)
    }
  },
}

/** @typedef {import('../atmosphere.mjs').Atmosphere} Atmosphere */

/** @type {(air: Atmosphere, point: Vec, normal: Vec, soft: number) => Vec} */
function light(air, point, normal, soft) {
  const falls = Math.max(0, dot(normal, air.sun))
  let sun = falls > 0 ? sunOn(land, point, air.sun, { far: 60, top: 24, soft: 30 }) : 0
  if (sun > 0 && buildings.some(({ shape }) => shape.hit(point, air.sun) < Infinity)) sun = 0
  const bounced = scale(multiply([0.2, 0.22, 0.1], air.sunlight), 0.12 * (1 - normal[1]))
  const direct = scale(air.sunlight, (sun * falls) / Math.PI)
  return add(direct, add(scale(air.ambient, (0.6 + 0.4 * normal[1]) * soft), bounced))
}

/** @type {(air: Atmosphere, point: Vec, distance: number) => Vec} */
function grassy(air, point, distance) {
  const [x, y, z] = point
  const normal = groundNormal(land, x, z, 0.06 + distance * 0.002)
  const blades = noise2(x * 26, z * 9) * 0.5 + noise2(x * 61, z * 22) * 0.5
  const patches = fractal2(x * 0.16 + 3, z * 0.16, 5)
  const green = mix([0.085, 0.125, 0.03], [0.22, 0.2, 0.075], clamp(0.42 + 0.9 * patches))
  const grass = scale(green, 1 + (0.55 * blades) / (1 + distance * 0.02))
  const stone = scale(
    /** @type {Vec} */ ([0.25, 0.225, 0.19]),
    0.8 + 0.55 * fractal2(x * 0.7, y * 2.6 + z * 0.7, 5),
  )
  const flowers =
    smoothstep(0.74, 0.84, noise2(x * 7, z * 7)) *
    smoothstep(0, 0.35, patches + 0.2) *
    smoothstep(40, 10, distance)
  const bare = smoothstep(0.8, 0.62, normal[1] + 0.12 * noise2(x * 0.9, z * 0.9))
  const path = smoothstep(1, 0.45, Math.abs(x - pathAt(z)) + 0.3 * noise2(x * 1.3, z * 1.3))
  const earth = scale(/** @type {Vec} */ ([0.36, 0.29, 0.2]), 1 + 0.25 * noise2(x * 9, z * 9))
  const cover = mix(mix(grass, [0.75, 0.62, 0.2], 0.85 * flowers), earth, path)
  const colour = mix(cover, mix(stone, [0.06, 0.06, 0.05], smoothstep(2.2, 0.4, y)), bare)
  const rough = normalize(
    add(normal, [0.3 * blades * (1 - bare), 0, 0.3 * noise2(x * 19, z * 30) * (1 - bare)]),
  )
  return multiply(colour, light(air, along(point, [0, 1, 0], 0.05), rough, 0.9))
}

/** @type {(air: Atmosphere, sky: (direction: Vec, random: import('../random.mjs').Random) => Vec, point: Vec, direction: Vec, distance: number, random: import('../random.mjs').Random) => Vec} */
function sea(air, sky, point, direction, distance, random) {
  const { mirrored, share } = mirror(direction, waves(point, distance, 0.5))
  const depth = smoothstep(-3, -14, land(point[0], point[2]))
  const body = multiply(
    mix([0.045, 0.13, 0.12], [0.012, 0.06, 0.085], depth),
    add(air.ambient, scale(air.sunlight, 0.25)),
  )
  const foam = smoothstep(
    0.25,
    0.75,
    fractal2(point[0] * 0.3, point[2] * 0.5, 5) + smoothstep(-3.4, -0.3, land(point[0], point[2])),
  )
  const water = mix(body, sky(mirrored, random), share)
  const haze = air.sky(normalize([direction[0], 0.02, direction[2]]))
  return mix(
    mix(water, scale(add(air.ambient, scale(air.sunlight, 0.2)), 0.7), foam),
    haze,
    1 - Math.exp(-distance / 9000),
  )
}

/** @type {(z: number) => number} */
const pathAt = (z) => 1.2 + 1.9 * Math.sin(z * 0.09) + ((5 - 1.2) * -z) / 62

/** The cape: meadows, cliffs to the left and behind, and the bottom of the sea. @type {(x: number, z: number) => number} */
function land(x, z) {
  const bay = 7 * noise2(z * 0.045 + 2, 1.5) + 2.2 * noise2(x * 0.2, z * 0.2)
  const edge = Math.min(x + 5.5 + 0.7 * bay + 0.06 * z, z + 92 + 1.6 * bay)
  const cliff = smoothstep(-4.5, 3.5, edge + 1.3 * fractal2(x * 0.3, z * 0.3, 3))
  const meadow =
    10.5 +
    0.05 * x +
    0.16 * Math.min(0, x - 2) -
    0.02 * z +
    0.9 * noise2(x * 0.07, z * 0.07) +
    0.14 * noise2(x * 0.6, z * 0.6)
  return mix([-15, 0, 0], [meadow, 0, 0], cliff)[0]
}

/** White, its wings grey and dark at their tips. @type {(wing: number) => Vec} */
const feathers = (wing) =>
  mix(
    mix([2.1, 2.1, 2.05], [1.1, 1.15, 1.25], smoothstep(0, 0.25, wing)),
    [0.15, 0.15, 0.16],
    smoothstep(0.7, 0.85, wing),
  )
