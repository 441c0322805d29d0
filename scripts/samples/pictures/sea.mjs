import { createAtmosphere } from '../atmosphere.mjs'
import { isBird } from '../birds.mjs'
import { createCamera } from '../camera.mjs'
import { createCloudySky, sunDisc } from '../clouds.mjs'
import { solid } from '../shapes.mjs'
import { add, along, dot, mix, multiply, scale, smoothstep } from '../vector.mjs'
import { mirror, waves } from '../water.mjs'
import { fractal2, noise2 } from '../noise.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */

const [width, height] = [768, 512]
/** @type {Vec} */
const black = [0, 0, 0]
/** @type {Vec} */
const deep = [0.01, 0.045, 0.075]

/** How a rowing boat lies on the water: as far, and turned so. */
const place = { x: -21.5, z: -100, turned: 0.35 }
/** Half its length, half its width, metres. */
const [long, wide] = [2.3, 0.72]
const boat = solid([place.x, 0.2, place.z], 2.6, (point) => {
  const [x, z] = [point[0] - place.x, point[2] - place.z]
  const along = x * Math.cos(place.turned) + z * Math.sin(place.turned)
  const across = z * Math.cos(place.turned) - x * Math.sin(place.turned)
  const side = wide * (1 - (along / long) ** 2) * (0.72 + 0.55 * point[1])
  return 0.6 * Math.max(Math.abs(across) - side, point[1] - boardAt(along), -0.3 - point[1])
})

/** Higher at both ends than in its middle. @type {(along: number) => number} */
const boardAt = (along) => 0.42 + 0.36 * (along / long) ** 2

/** A quiet bay at dusk, a rowing boat in it, a gull before the clouds. @type {import('../pictures.mjs').Picture} */
export const sea = {
  ...{ name: 'sea', width, height, rays: 4, quality: 80 },
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
  hole: [{ from: [551, 140], to: [569, 140], radius: 8 }],
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
      if (isBird((x - 560) / 9, (y - 141) / 9)) return multiply([0.05, 0.045, 0.05], air.ambient)
      const { origin, direction } = camera(x, y, random)
      const shore = shoreAt(direction)
      const near = boat.hit(origin, direction)
      if (near < (direction[1] < 0 ? -origin[1] / direction[1] : Infinity)) {
        return painted(air, boat.normal(along(origin, direction, near)), along(origin, direction, near))
      }
      if (direction[1] > 0) {
        if (direction[1] < shore) return land(air, direction)
        return add(cloudy(direction, random), sunDisc(air, direction, 0.42))
      }
      const distance = Math.min(4000, -origin[1] / direction[1])
      const point = along(origin, direction, distance)
      const { mirrored, share } = mirror(direction, waves(point, distance))
      const seen = boat.hit(point, mirrored)
      const board = along(point, mirrored, seen)
      const above =
        seen < Infinity
          ? painted(air, boat.normal(board), board)
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

/** Tarred below, red above, with a white board. @type {(air: import('../atmosphere.mjs').Atmosphere, normal: Vec, point: Vec) => Vec} */
function painted(air, normal, point) {
  const white = smoothstep(0.3, 0.34, point[1])
  const red = smoothstep(0.12, 0.16, point[1])
  const paint = mix(mix([0.03, 0.028, 0.026], [0.4, 0.05, 0.03], red), [0.55, 0.52, 0.46], white)
  const sun = Math.max(0, dot(normal, air.sun)) / Math.PI
  return multiply(paint, add(scale(air.sunlight, sun + 0.02), scale(air.ambient, 0.7 + 0.3 * normal[1])))
}

/** @type {(air: import('../atmosphere.mjs').Atmosphere, direction: Vec) => Vec} */
function land(air, direction) {
  const haze = mix(air.sky([direction[0], 0.02, direction[2]]), air.ambient, 0.5)
  const trees = 0.75 + 0.5 * noise2(direction[0] * 160, direction[1] * 260)
  return mix(scale(multiply([0.12, 0.13, 0.1], air.ambient), trees), haze, 0.22)
}
