import { createCamera } from '../camera.mjs'
import { fractal2, fractal3, noise2, noise3 } from '../noise.mjs'
import { hash } from '../random.mjs'
import { blend, bowl, rod, solid, sphere } from '../shapes.mjs'
import { createTracer } from '../tracer.mjs'
import { add, clamp, mix, normalize, scale, smoothstep, subtract } from '../vector.mjs'

/** @typedef {import('../vector.mjs').Vec} Vec */
/** @typedef {import('../tracer.mjs').Thing} Thing */

const [width, height] = [768, 512]

/** A bowl of fruit on a table by a window, and a match that was left there. @type {import('../pictures.mjs').Picture} */
export const fruit = {
  ...{ name: 'fruit', width, height, rays: 9, quality: 82 },
  film: { exposure: 3.8, white: 3.2, contrast: 0.3, saturation: 1, glow: 0.06, vignette: 0.3, grain: 1.1 },
  hole: [{ from: [467, 462], to: [533, 462], radius: 9 }],
  crops: [
    [128, 32, 448],
    [512, 224, 256],
    [480, 0, 224],
    [0, 0, 256],
  ],
  radiance() {
    const trace = createTracer(things(), window, room)
    const from = /** @type {Vec} */ ([0.3, 1.78, 4.35])
    const camera = createCamera(
      { from, to: [0.2, 0.44, 0], view: 37.5, lens: 0.045, focus: 4.2 },
      width,
      height,
    )
    return (x, y, random) => {
      const { origin, direction } = camera(x, y, random)
      return trace(origin, direction, random)
    }
  },
}

/** To the left, with a bar down and one across; the sky in it is brighter above. @type {import('../tracer.mjs').Window} */
const window = {
  ...{ corner: [-3.4, 0.7, 1.6], across: [0.5, 0, -2.6], up: [0, 2.4, 0] },
  light: (u, v) => {
    if (Math.abs(u - 0.5) < 0.025 || Math.abs(v - 0.55) < 0.02) return [0.3, 0.28, 0.25]
    return mix([3.2, 3.3, 3.1], [6.2, 7, 7.8], smoothstep(0.1, 0.8, v))
  },
}

/** A dim room behind the camera. @type {(direction: Vec) => Vec} */
const room = (direction) => mix([0.1, 0.085, 0.07], [0.2, 0.185, 0.16], smoothstep(-0.2, 0.8, direction[1]))

/** @type {(...places: Thing[]) => Thing[]} */
const all = (...places) => places

/** @returns {Thing[]} */
function things() {
  return all(
    table,
    wall,
    ceramicBowl,
    orange([-0.3, 0.5, 0.2], 1),
    apple([0.22, 0.52, 0.29], 0.245, 2, [0.45, 0.035, 0.025], [0.55, 0.3, 0.06]),
    orange([0.29, 0.5, -0.23], 3),
    apple([-0.24, 0.52, -0.27], 0.245, 4, [0.34, 0.42, 0.07], [0.5, 0.5, 0.12]),
    apple([0.0, 0.86, 0.0], 0.25, 7, [0.5, 0.05, 0.03], [0.6, 0.38, 0.08]),
    stem([0.0, 0.86, 0.0]),
    orange([1.12, 0.25, 0.1], 5),
    lemon([1.4, 0.2, 0.52]),
    jug,
    match,
  )
}

/** @type {Thing} */
const table = {
  shape: {
    hit: (origin, direction) => (direction[1] < 0 && origin[1] > 0 ? -origin[1] / direction[1] : Infinity),
    normal: () => [0, 1, 0],
  },
  surface: ([x, , z]) => {
    const plank = Math.floor(z / 0.62 + 0.3)
    const shift = (hash(plank, 7) % 1000) / 40
    const across = z / 0.62 + 0.3 - plank
    const bent = z * 9 + 0.9 * fractal2(x * 0.7 + shift, z * 2.2, 3)
    const ring = 0.5 + 0.5 * Math.sin(bent * 5 + 2.2 * fractal2(x * 0.5 + shift, z * 7, 3))
    const fibre = fractal2(x * 2.5 + shift, z * 70, 3)
    const tone = 0.8 + ((hash(plank, 3) % 1000) / 1000) * 0.3 + 0.16 * fibre
    const gap = smoothstep(0, 0.014, Math.min(across, 1 - across))
    const colour = scale(
      mix([0.25, 0.125, 0.055], [0.4, 0.225, 0.11], 0.35 + 0.5 * ring),
      tone * (0.25 + 0.75 * gap),
    )
    return { colour, gloss: 0.2 + 0.08 * fibre, coat: 0.75 }
  },
}

/** @type {Thing} */
const wall = {
  shape: {
    hit: (origin, direction) =>
      direction[2] < 0 && origin[2] > -1.9 ? (-1.9 - origin[2]) / direction[2] : Infinity,
    normal: () => [0, 0, 1],
  },
  surface: ([x, y]) => {
    const tone = 1 + 0.1 * fractal2(x * 1.1, y * 1.1, 4) + 0.03 * noise2(x * 22, y * 22)
    return { colour: scale([0.36, 0.41, 0.4], tone), gloss: 1, coat: 0 }
  },
}

/** @type {Vec} */
const bowlCentre = [0, 0.81, 0]
/** @type {Thing} */
const ceramicBowl = {
  shape: solid([0, 0.36, 0], 0.82, (point) => {
    const shell = bowl(subtract(point, bowlCentre), 0.76, -0.17, 0.024)
    const foot = Math.max(
      Math.abs(Math.hypot(point[0], point[2]) - 0.25) - 0.022,
      Math.abs(point[1] - 0.04) - 0.04,
    )
    return 0.9 * blend(shell, foot - 0.005, 0.04)
  }),
  surface: ([x, y, z]) => {
    const speck = smoothstep(0.62, 0.75, noise3(x * 60, y * 60, z * 60))
    const rim = smoothstep(0.6, 0.645, y + 0.012 * noise3(x * 9, 0, z * 9))
    const glaze = mix(
      [0.1, 0.2, 0.29],
      [0.19, 0.31, 0.38],
      clamp(0.5 + 0.8 * fractal3(x * 2.2, y * 4, z * 2.2, 3)),
    )
    return { colour: scale(mix(glaze, [0.42, 0.33, 0.22], rim), 1 - 0.35 * speck), gloss: 0.035, coat: 1.1 }
  },
}

/** @type {(centre: Vec, seed: number) => Thing} */
function orange(centre, seed) {
  return {
    shape: sphere(centre, 0.25),
    surface: (point) => {
      const [x, y, z] = subtract(point, centre)
      const tone = fractal3(x * 5 + seed * 9, y * 5, z * 5, 3)
      return { colour: mix([0.72, 0.22, 0.018], [0.78, 0.33, 0.03], clamp(0.5 + tone)), gloss: 0.16, coat: 1 }
    },
    bump: (point, normal) => pores(point, normal, 62, 0.11),
  }
}

/** A normal that small pits have turned. @type {(point: Vec, normal: Vec, often: number, depth: number) => Vec} */
function pores([x, y, z], normal, often, depth) {
  const [a, b, c] = [x * often, y * often, z * often]
  return normalize(
    add(normal, [depth * noise3(a, b, c), depth * noise3(a + 40, b, c), depth * noise3(a, b + 40, c)]),
  )
}

/**
 * Its height where its side is: dents above and below.
 * @type {(centre: Vec, radius: number, seed: number, skin: Vec, blush: Vec) => Thing}
 */
function apple(centre, radius, seed, skin, blush) {
  return {
    shape: solid(centre, radius * 1.15, (point) => {
      const [x, y, z] = scale(subtract(point, centre), 1 / radius)
      const across = Math.hypot(x, z)
      const up = Math.atan2(across, y)
      const lobes = 0.02 * Math.cos(5 * Math.atan2(z, x) + seed) * smoothstep(1.2, 2.6, up)
      const dent = 0.34 * Math.exp(-((up / 0.42) ** 2)) + 0.2 * Math.exp(-(((Math.PI - up) / 0.36) ** 2))
      return (
        0.62 *
        radius *
        (Math.hypot(across, y * 1.03) - (1.02 - dent + lobes - 0.05 * smoothstep(1.5, 2.8, up)))
      )
    }),
    surface: (point) => {
      const [x, y, z] = scale(subtract(point, centre), 1 / radius)
      const around = Math.atan2(z, x)
      const stripes = fractal2(around * 7 + seed, y * 1.2 + seed * 3, 4)
      const shade = clamp(0.3 + 0.9 * fractal3(x + seed * 5, y, z, 2) + 0.5 * stripes)
      const dots = smoothstep(0.66, 0.8, noise3(x * 17, y * 17, z * 17))
      const crown = smoothstep(0.5, 0.12, Math.hypot(x, z)) * (y > 0 ? 0.8 : 0.3)
      const colour = mix(mix(skin, blush, 0.75 * shade), [0.42, 0.34, 0.1], clamp(crown + 0.3 * dots))
      return { colour, gloss: 0.09, coat: 0.95 }
    },
  }
}

/** @type {(centre: Vec) => Thing} */
function stem([x, y, z]) {
  return {
    shape: solid([x, y + 0.25, z], 0.2, (point) =>
      blend(
        rod(point, [x, y + 0.12, z], [x + 0.02, y + 0.24, z], 0.011),
        rod(point, [x + 0.02, y + 0.24, z], [x + 0.055, y + 0.32, z + 0.01], 0.013),
        0.02,
      ),
    ),
    surface: () => ({ colour: [0.13, 0.075, 0.035], gloss: 0.6, coat: 0.3 }),
  }
}

/** @type {(centre: Vec) => Thing} */
function lemon(centre) {
  const [cos, sin] = [Math.cos(0.5), Math.sin(0.5)]
  return {
    shape: solid(centre, 0.34, (point) => {
      const [x, y, z] = subtract(point, centre)
      const [u, w] = [x * cos + z * sin, z * cos - x * sin]
      const body = (Math.hypot(u / 1.26, y, w) - 0.2) * 0.8
      const tip = Math.hypot(Math.abs(u) - 0.25, y, w) - 0.035
      return 0.9 * blend(body, tip, 0.1)
    }),
    surface: (point) => ({
      colour: mix(
        [0.78, 0.56, 0.05],
        [0.74, 0.6, 0.1],
        clamp(0.5 + fractal3(point[0] * 6, point[1] * 6, point[2] * 6, 3)),
      ),
      ...{ gloss: 0.14, coat: 1 },
    }),
    bump: (point, normal) => pores(point, normal, 40, 0.12),
  }
}

/** @type {Vec} */
const jugPlace = [-1.18, 0, -0.75]
/** @type {Thing} */
const jug = {
  shape: solid([-1.18, 0.7, -0.75], 0.95, (point) => {
    const [x, y, z] = subtract(point, jugPlace)
    const across = Math.hypot(x, z)
    const side = profile(y)
    const outside = Math.max(Math.abs(across - side) - 0.022, Math.abs(y - 0.66) - 0.66)
    const handle = Math.hypot(Math.hypot(x + 0.42, y - 0.84) - 0.25, z) - 0.04
    return 0.6 * blend(outside, Math.max(handle, 0.03 - (across - side)), 0.03)
  }),
  surface: ([x, y, z]) => {
    const tone = 1 + 0.08 * fractal3(x * 3, y * 3, z * 3, 3)
    const band = smoothstep(0.012, 0.006, Math.abs(y - 1.2)) + smoothstep(0.012, 0.006, Math.abs(y - 0.93))
    return {
      colour: scale(mix([0.62, 0.59, 0.52], [0.1, 0.17, 0.33], clamp(band)), tone),
      gloss: 0.06,
      coat: 1,
    }
  },
}

/** How wide the jug is at a height. @type {(y: number) => number} */
function profile(y) {
  const belly = 0.25 + 0.2 * Math.sin(clamp(y / 0.95) * Math.PI) ** 0.8
  return belly - 0.03 * smoothstep(0.7, 1, y) + 0.07 * smoothstep(1.05, 1.32, y)
}

/** Along the grain, its head to the right. */
const [matchEnd, matchHead] = [
  /** @type {Vec} */ ([0.5, 0.009, 0.93]),
  /** @type {Vec} */ ([0.7, 0.009, 0.925]),
]
/** @type {Thing} */
const match = {
  shape: solid([0.6, 0.01, 0.93], 0.13, (point) =>
    Math.min(
      rod(point, matchEnd, matchHead, 0.0075),
      rod(point, [0.687, 0.011, 0.9255], [0.7, 0.011, 0.925], 0.0115),
    ),
  ),
  surface: ([x]) => ({
    colour: x > 0.676 ? [0.5, 0.035, 0.03] : [0.62, 0.47, 0.28],
    ...{ gloss: 0.6, coat: 0.3 },
  }),
}
