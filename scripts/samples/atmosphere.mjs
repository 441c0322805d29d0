import { add, along, clamp, dot, length, multiply, normalize, scale } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/**
 * A clear sky and its sun. `sun`: towards it; `sunlight`: what it sends to the ground, at right angles; `ambient`: the
 * sky's mean; `sky`: what is seen in a direction, without the sun's disc.
 * @typedef {{ readonly sun: Vec, readonly sunlight: Vec, readonly ambient: Vec, readonly sky: (direction: Vec) => Vec }} Atmosphere
 */

const ground = 6_360_000
const top = 6_460_000
/** Scattering at sea level, a metre, for red, green and blue: by molecules, and by haze. */
/** @type {Vec} */
const molecules = [5.8e-6, 13.56e-6, 33.1e-6]
const haze = 5e-6
/** What ozone takes, at its height: it makes dusk blue above. */
/** @type {Vec} */
const ozone = [0.65e-6, 1.88e-6, 0.085e-6]
const hazeForwards = 0.76
const sunPower = 20

const [rows, columns] = [96, 64]

/**
 * Light that was scattered once (as Nishita and others computed it in 1993), kept in a table, for it is smooth.
 * @param {{ elevation: number, azimuth: number, dust?: number }} place of the sun, degrees, the azimuth from -z to +x;
 *   `dust`: haze beside a clear day's
 * @returns {Atmosphere}
 */
export function createAtmosphere({ elevation, azimuth, dust = 1 }) {
  const [up, around] = [(elevation * Math.PI) / 180, (azimuth * Math.PI) / 180]
  /** @type {Vec} */
  const sun = [Math.cos(up) * Math.sin(around), Math.sin(up), -Math.cos(up) * Math.cos(around)]
  /** @type {Vec[]} */
  const table = []
  for (let row = 0; row <= rows; row++) {
    const angle = (row / rows) ** 2 * (Math.PI / 2)
    for (let column = 0; column <= columns; column++) {
      const aside = around + (column / columns) * Math.PI
      /** @type {Vec} */
      const direction = [
        Math.cos(angle) * Math.sin(aside),
        Math.sin(angle),
        -Math.cos(angle) * Math.cos(aside),
      ]
      table.push(scattered(direction, sun, dust))
    }
  }
  /** @type {(row: number, column: number) => Vec} */
  const entry = (row, column) => table[row * (columns + 1) + column] ?? [0, 0, 0]

  /** @type {(direction: Vec) => Vec} */
  function sky(direction) {
    const angle = Math.asin(clamp(direction[1], 0, 1))
    const flat = Math.hypot(direction[0], direction[2]) || 1
    const cosine = (direction[0] * Math.sin(around) - direction[2] * Math.cos(around)) / flat
    const row = Math.min(rows - 1e-6, Math.sqrt(angle / (Math.PI / 2)) * rows)
    const column = Math.min(columns - 1e-6, (Math.acos(clamp(cosine, -1, 1)) / Math.PI) * columns)
    const [i, j] = [Math.floor(row), Math.floor(column)]
    const [v, u] = [row - i, column - j]
    return add(
      add(scale(entry(i, j), (1 - v) * (1 - u)), scale(entry(i, j + 1), (1 - v) * u)),
      add(scale(entry(i + 1, j), v * (1 - u)), scale(entry(i + 1, j + 1), v * u)),
    )
  }

  const sunlight = scale(transmittance([0, ground + 2, 0], sun, dust), sunPower)
  return { sun, sunlight, ambient: meanOf(sky), sky }
}

/** Weighed as a level ground sees it. @type {(sky: (direction: Vec) => Vec) => Vec} */
function meanOf(sky) {
  /** @type {Vec} */
  let sum = [0, 0, 0]
  const [rings, spokes] = [8, 16]
  for (let i = 0; i < rings; i++) {
    const sine = Math.sqrt((i + 0.5) / rings)
    for (let j = 0; j < spokes; j++) {
      const angle = (2 * Math.PI * j) / spokes
      const flat = Math.sqrt(1 - sine * sine)
      sum = add(sum, sky([flat * Math.cos(angle), sine, flat * Math.sin(angle)]))
    }
  }
  return scale(sum, 1 / (rings * spokes))
}

/** @type {(direction: Vec, sun: Vec, dust: number) => Vec} */
function scattered(direction, sun, dust) {
  /** @type {Vec} */
  const start = [0, ground + 2, 0]
  const steps = 48
  const reach = exitOf(start, direction)
  const cosine = dot(direction, sun)
  const byMolecules = (3 / (16 * Math.PI)) * (1 + cosine * cosine)
  const g = hazeForwards
  const byHaze = (1 - g * g) / (4 * Math.PI * Math.pow(1 + g * g - 2 * g * cosine, 1.5))
  /** @type {Vec} */
  let passed = [0, 0, 0]
  /** @type {Vec} */
  let sum = [0, 0, 0]
  for (let i = 0; i < steps; i++) {
    // Short steps near the eye, where most of the air is.
    const [from, to] = [reach * (i / steps) ** 2, reach * ((i + 1) / steps) ** 2]
    const point = along(start, direction, (from + to) / 2)
    const here = densities(length(point) - ground, dust)
    const half = scale(extinctionOf(here), (to - from) / 2)
    passed = add(passed, half)
    const light = multiply(decay(passed), transmittance(point, sun, dust))
    /** @type {Vec} */
    const turned = [0, 0, 0]
    for (const c of /** @type {const} */ ([0, 1, 2])) {
      turned[c] = here.molecules * molecules[c] * byMolecules + here.haze * haze * byHaze
      // Light that was scattered more often comes from everywhere, about.
      turned[c] += (here.molecules * molecules[c] + here.haze * haze) * 0.02
    }
    sum = add(sum, scale(multiply(light, turned), (to - from) * sunPower))
    passed = add(passed, half)
  }
  return sum
}

/** How much light comes through the air towards the sun. @type {(point: Vec, sun: Vec, dust: number) => Vec} */
function transmittance(point, sun, dust) {
  const height = length(point)
  const cosine = dot(point, sun) / height
  // Behind the earth.
  if (cosine < 0 && height * Math.sqrt(1 - cosine * cosine) < ground) return [0, 0, 0]
  const steps = 24
  const reach = exitOf(point, sun)
  /** @type {Vec} */
  let passed = [0, 0, 0]
  for (let i = 0; i < steps; i++) {
    const [from, to] = [reach * (i / steps) ** 2, reach * ((i + 1) / steps) ** 2]
    const here = densities(length(along(point, sun, (from + to) / 2)) - ground, dust)
    passed = add(passed, scale(extinctionOf(here), to - from))
  }
  return decay(passed)
}

/** @typedef {{ molecules: number, haze: number, ozone: number }} Densities */

/** @type {(height: number, dust: number) => Densities} */
function densities(height, dust) {
  return {
    molecules: Math.exp(-height / 8000),
    haze: dust * Math.exp(-height / 1200),
    ozone: Math.max(0, 1 - Math.abs(height - 25000) / 15000),
  }
}

/** @type {(here: Densities) => Vec} */
function extinctionOf(here) {
  const hazy = here.haze * haze * 1.1
  return [
    here.molecules * molecules[0] + hazy + here.ozone * ozone[0],
    here.molecules * molecules[1] + hazy + here.ozone * ozone[1],
    here.molecules * molecules[2] + hazy + here.ozone * ozone[2],
  ]
}

/** @type {(depth: Vec) => Vec} */
const decay = (depth) => [Math.exp(-depth[0]), Math.exp(-depth[1]), Math.exp(-depth[2])]

/** @type {(point: Vec, direction: Vec) => number} */
function exitOf(point, direction) {
  const b = dot(point, normalize(direction))
  return -b + Math.sqrt(b * b - dot(point, point) + top * top)
}
