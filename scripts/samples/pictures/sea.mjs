import { createAtmosphere } from '../atmosphere.mjs'
import { createCamera } from '../camera.mjs'
import { createCloudySky, sunDisc } from '../clouds.mjs'
import { blend, solid } from '../shapes.mjs'
import { add, along, dot, mix, multiply, scale, smoothstep, subtract } from '../vector.mjs'
import { mirror, waves } from '../water.mjs'
import { fractal2, noise2 } from '../noise.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */

const [width, height] = [768, 512]
/** @type {Vec} */
const black = [0, 0, 0]
/** @type {Vec} */
const deep = [0.01, 0.045, 0.075]

/** A float with a cone and a ball on it, half a metre wide. @type {Vec} */
const place = [-22.8, 0.2, -105]
const buoy = solid([-22.8, 0.75, -105], 1.5, (point) => {
  const [x, y, z] = subtract(point, place)
  const across = Math.hypot(x, z)
  const float = Math.hypot(across, y * 1.25) - 0.62
  const cone = Math.max(0.9 * (across - 0.4 + (y - 0.3) * 0.3), Math.abs(y - 0.85) - 0.5)
  const ball = Math.hypot(across, y - 1.5) - 0.17
  return 0.75 * Math.min(blend(float, cone, 0.08), ball)
})

/** A quiet bay at dusk, a buoy in it. @type {import('../pictures.mjs').Picture} */
export const sea = {
  ...{ name: 'sea', width, height, rays: 4, quality: 78 },
  film: {
    exposure: 0.62,
    white: 3.5,
    contrast: 0.4,
    saturation: 1.05,
    glow: 0.1,
    tint: [0.94, 1, 1.2],
    vignette: 0.25,
    grain: 1.2,
  },
  hole: [{ from: [213, 311], to: [213, 345], radius: 9 }],
  crops: [
    [0, 0, 512],
    [256, 0, 512],
    [480, 160, 192],
    [64, 256, 256],
  ],
  radiance() {
    const air = createAtmosphere({ elevation: 4.5, azimuth: 13, dust: 1.4 })
    const cloudy = createCloudySky(air, {
      ...{ bottom: 1500, top: 2300, size: 1500, cover: 0.45, thickness: 0.008, drift: [3.1, 0, 8.2] },
      ...{ flat: 2.2, far: 26000 },
    })
    const camera = createCamera({ from: [0, 3, 0], to: [0, 4.6, -30], view: 52 }, width, height)
    return (x, y, random) => {
      const { origin, direction } = camera(x, y, random)
      const shore = shoreAt(direction)
      const near = buoy.hit(origin, direction)
      if (near < (direction[1] < 0 ? -origin[1] / direction[1] : Infinity)) {
        return painted(air, buoy.normal(along(origin, direction, near)), along(origin, direction, near))
      }
      if (direction[1] > 0) {
        if (direction[1] < shore) return land(air, direction)
        return add(cloudy(direction, random), sunDisc(air, direction, 0.42))
      }
      const distance = Math.min(4000, -origin[1] / direction[1])
      const point = along(origin, direction, distance)
      const { mirrored, share } = mirror(direction, waves(point, distance))
      const seen = buoy.hit(point, mirrored)
      const float = along(point, mirrored, seen)
      const above =
        seen < Infinity
          ? painted(air, buoy.normal(float), float)
          : mirrored[1] < shoreAt(mirrored)
            ? land(air, mirrored)
            : cloudy(mirrored, random)
      const glitter = seen < Infinity ? black : sunDisc(air, mirrored, 1.1)
      const body = multiply(deep, add(air.ambient, scale(air.sunlight, 0.3)))
      const water = mix(body, add(above, glitter), share)
      return mix(water, air.sky([direction[0], 0.01, direction[2]]), smoothstep(800, 4000, distance) * 0.5)
    }
  },
}

/** The far shore's height in a direction. @type {(direction: Vec) => number} */
function shoreAt(direction) {
  const across = direction[0] / -direction[2]
  const hills = 0.034 * smoothstep(0.18, -0.5, across) + 0.012 * smoothstep(0.2, 0.6, across)
  return Math.max(0.0015, hills * (0.8 + 0.9 * fractal2(across * 5 + 4, 1.5, 5)))
}

/** Red, with a white band. @type {(air: import('../atmosphere.mjs').Atmosphere, normal: Vec, point: Vec) => Vec} */
function painted(air, normal, point) {
  const band = smoothstep(0.1, 0.08, Math.abs(point[1] - 1.02))
  const wet = smoothstep(0.28, 0.2, point[1])
  const paint = scale(mix([0.5, 0.04, 0.025], [0.6, 0.56, 0.5], band), 1 - 0.5 * wet)
  const sun = Math.max(0, dot(normal, air.sun)) / Math.PI
  return multiply(paint, add(scale(air.sunlight, sun + 0.02), scale(air.ambient, 0.7 + 0.3 * normal[1])))
}

/** @type {(air: import('../atmosphere.mjs').Atmosphere, direction: Vec) => Vec} */
function land(air, direction) {
  const haze = mix(air.sky([direction[0], 0.02, direction[2]]), air.ambient, 0.5)
  const trees = 0.75 + 0.5 * noise2(direction[0] * 160, direction[1] * 260)
  return mix(scale(multiply([0.12, 0.13, 0.1], air.ambient), trees), haze, 0.22)
}
