import { fractal3 } from './noise.mjs'
import { add, clamp, dot, mix, multiply, scale, smoothstep } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/**
 * A layer of clouds between two heights in metres. `size`: of a cloud, metres; `cover`: 0 to 1; `thickness`: how dense;
 * `drift`: which part of the noise; `flat`: how much wider than tall.
 * @typedef {{ bottom: number, top: number, size: number, cover: number, thickness: number, drift: Vec, flat?: number,
 *   far?: number, steps?: number }} CloudLayer
 */

/**
 * The sky with clouds in front of it, gone through in steps.
 * @param {import('./atmosphere.mjs').Atmosphere} air
 * @param {CloudLayer} layer
 * @returns {(direction: Vec, random: Random) => Vec}
 */
export function createCloudySky(air, layer) {
  const { bottom, top, size, cover, thickness, drift, flat = 1.6, far = 30_000, steps = 28 } = layer

  /** @type {(x: number, y: number, z: number, octaves: number) => number} */
  function density(x, y, z, octaves) {
    const height = (y - bottom) / (top - bottom)
    if (height <= 0 || height >= 1) return 0
    // Flat beneath, round above.
    const shape = smoothstep(0, 0.12, height) * smoothstep(1, 0.35, height)
    const billow = fractal3(x / size + drift[0], (y * flat) / size + drift[1], z / size + drift[2], octaves)
    return thickness * clamp(((billow + 1) / 2 + cover - 1) * 3.5 * shape)
  }

  /** @type {(x: number, y: number, z: number) => number} */
  function depthTowardsSun(x, y, z) {
    let [sum, step] = [0, (top - bottom) / 14]
    for (let i = 0, at = step / 2; i < 5; i++) {
      sum += step * density(x + air.sun[0] * at, y + air.sun[1] * at, z + air.sun[2] * at, 3)
      at += step * 1.3
      step *= 1.6
    }
    return sum
  }

  return (direction, random) => {
    const clear = air.sky(direction)
    if (direction[1] < 0.012) return clear
    const [near, end] = [bottom / direction[1], top / direction[1]]
    if (near > far) return clear
    const step = (end - near) / steps
    const cosine = dot(direction, air.sun)
    const phase = 0.7 * scattering(cosine, 0.6) + 0.3 * scattering(cosine, -0.2)
    const softly = scattering(cosine, 0.15)
    /** @type {Vec} */
    let light = [0, 0, 0]
    let through = 1
    for (let i = 0, at = near + step * random(); i < steps && through > 0.01; i++, at += step) {
      const [x, y, z] = [direction[0] * at, direction[1] * at, direction[2] * at]
      const here = density(x, y, z, 5)
      if (here === 0) continue
      const hidden = depthTowardsSun(x, y, z)
      // What is scattered once, and, softer and deeper, what is scattered often.
      const bright = phase * Math.exp(-hidden) + 0.55 * softly * Math.exp(-0.22 * hidden)
      const height = (y - bottom) / (top - bottom)
      const lit = add(scale(air.sunlight, 1.5 * bright), scale(air.ambient, 0.55 + 0.45 * height))
      const kept = Math.exp(-here * step)
      light = add(light, scale(lit, through * (1 - kept)))
      through *= kept
    }
    const clouds = add(light, scale(clear, through))
    // Far ones go over into the air before them.
    return mix(clouds, clear, smoothstep(0.25, 1, near / far))
  }
}

/** Henyey and Greenstein's. @type {(cosine: number, g: number) => number} */
function scattering(cosine, g) {
  return (1 - g * g) / (4 * Math.PI * Math.pow(1 + g * g - 2 * g * cosine, 1.5))
}

/**
 * The sun's disc with a soft rim, for where no cloud hides it.
 * @type {(air: import('./atmosphere.mjs').Atmosphere, direction: Vec, degrees: number) => Vec}
 */
export function sunDisc(air, direction, degrees) {
  const angle = (Math.acos(clamp(dot(direction, air.sun), -1, 1)) * 180) / Math.PI
  return multiply(air.sunlight, scale([1, 1, 1], 12 * smoothstep(degrees * 1.2, degrees * 0.8, angle)))
}
