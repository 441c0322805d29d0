import { createAtmosphere } from '../atmosphere.mjs'
import { createCamera } from '../camera.mjs'
import { createCloudySky, sunDisc } from '../clouds.mjs'
import { add, along, clamp, dot, mix, multiply, normalize, reflect, scale, smoothstep } from '../vector.mjs'
import { fractal2, noise2 } from '../noise.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */

const [width, height] = [768, 512]
/** @type {Vec} */
const deep = [0.008, 0.028, 0.04]

/** A quiet bay at dusk, a buoy in it. @type {import('../pictures.mjs').Picture} */
export const bay = {
  ...{ name: 'bay', width, height, rays: 5, quality: 82 },
  film: { exposure: 0.62, white: 3.5, contrast: 0.4, saturation: 1.05, glow: 0.1, tint: [0.94, 1, 1.2], vignette: 0.25, grain: 1.2 },
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
      if (direction[1] > 0) {
        if (direction[1] < shore) return land(air, direction)
        return add(cloudy(direction, random), sunDisc(air, direction, 0.5))
      }
      const distance = Math.min(4000, -origin[1] / direction[1])
      const point = along(origin, direction, distance)
      const normal = waves(point, distance)
      const cosine = Math.max(0.02, -dot(direction, normal))
      let mirrored = reflect(direction, normal)
      if (mirrored[1] < 0.01) mirrored = normalize([mirrored[0], 0.01 + 0.3 * Math.abs(mirrored[1]), mirrored[2]])
      const share = 0.02 + 0.98 * Math.pow(1 - cosine, 5)
      const above = mirrored[1] < shoreAt(mirrored) ? land(air, mirrored) : cloudy(mirrored, random)
      const glitter = sunDisc(air, mirrored, 1.1)
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

/** @type {(air: import('../atmosphere.mjs').Atmosphere, direction: Vec) => Vec} */
function land(air, direction) {
  const haze = air.sky([direction[0], 0.02, direction[2]])
  const trees = 0.75 + 0.5 * noise2(direction[0] * 160, direction[1] * 260)
  return mix(scale(multiply([0.12, 0.13, 0.1], air.ambient), trees), haze, 0.22)
}

/** @type {(point: Vec, distance: number) => Vec} */
function waves([x, , z], distance) {
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
