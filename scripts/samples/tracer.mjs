import { add, along, cross, dot, length, multiply, normalize, reflect, scale, subtract } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/** `colour`: the share of light it gives back; `gloss`: 0 for a mirror's sharpness, 1 for none; `coat`: how strong. */
/** @typedef {{ colour: Vec, gloss: number, coat: number }} Surface */
/** @typedef {{ shape: import('./shapes.mjs').Shape, surface: (point: Vec, normal: Vec) => Surface, bump?: (point: Vec, normal: Vec) => Vec }} Thing */
/**
 * A window: a corner, its two sides, and the light that comes from each point of it (0 to 1 along each side).
 * @typedef {{ corner: Vec, across: Vec, up: Vec, light: (u: number, v: number) => Vec }} Window
 */

const bounces = 6
/** @type {Vec} */
const black = [0, 0, 0]

/**
 * Follows light backwards through a room: at each meeting either mirrored by the glaze or scattered by what is beneath
 * it, where the window is looked for at once.
 * @param {readonly Thing[]} things
 * @param {Window} window
 * @param {(direction: Vec) => Vec} room what comes from where there is nothing
 * @returns {(origin: Vec, direction: Vec, random: Random) => Vec}
 */
export function createTracer(things, window, room) {
  const facing = cross(window.across, window.up)
  const area = length(facing)
  const front = scale(facing, 1 / area)

  /** @type {(origin: Vec, direction: Vec) => [number, Thing | undefined]} */
  function meet(origin, direction) {
    let [distance, found] = [Infinity, /** @type {Thing | undefined} */ (undefined)]
    for (const thing of things) {
      const at = thing.shape.hit(origin, direction)
      if (at < distance) [distance, found] = [at, thing]
    }
    return [distance, found]
  }

  /** @type {(origin: Vec, direction: Vec, far: number) => boolean} */
  function blocked(origin, direction, far) {
    for (const thing of things) if (thing.shape.hit(origin, direction) < far) return true
    return false
  }

  /** Where a ray passes through the window: how far, and the light. @type {(origin: Vec, direction: Vec) => [number, Vec]} */
  function throughWindow(origin, direction) {
    const against = dot(direction, front)
    const distance = dot(subtract(window.corner, origin), front) / against
    if (!(distance > 0)) return [Infinity, [0, 0, 0]]
    const place = subtract(along(origin, direction, distance), window.corner)
    const u = dot(place, window.across) / dot(window.across, window.across)
    const v = dot(place, window.up) / dot(window.up, window.up)
    if (u < 0 || u > 1 || v < 0 || v > 1) return [Infinity, [0, 0, 0]]
    return [distance, window.light(u, v)]
  }

  /** By one point of the window. @type {(point: Vec, normal: Vec, u: number, v: number) => Vec} */
  function fromPane(point, normal, u, v) {
    const target = along(along(window.corner, window.across, u), window.up, v)
    const way = subtract(target, point)
    const distance = length(way)
    const direction = scale(way, 1 / distance)
    const falls = dot(direction, normal)
    if (falls <= 0 || blocked(point, direction, distance)) return black
    const share = (falls * Math.abs(dot(direction, front)) * area) / (Math.PI * distance * distance)
    return scale(window.light(u, v), share)
  }

  /** By a point in each quarter of it, or by one. @type {(point: Vec, normal: Vec, random: Random, quarters: boolean) => Vec} */
  function fromWindow(point, normal, random, quarters) {
    const [u, v] = [random(), random()]
    if (!quarters) return fromPane(point, normal, u, v)
    let sum = black
    for (let i = 0; i < 4; i++) sum = add(sum, fromPane(point, normal, (u + (i & 1)) / 2, (v + (i >> 1)) / 2))
    return scale(sum, 1 / 4)
  }

  /**
   * `direct`: nothing scattered the ray on its way, so the window is seen. Light that a glaze gathers on other things is
   * left out: few rays find it, and each would be a spark.
   * @type {(origin: Vec, direction: Vec, random: Random, bounce: number, direct: boolean) => Vec}
   */
  function trace(origin, direction, random, bounce, direct) {
    const [distance, thing] = meet(origin, direction)
    const [pane, light] = throughWindow(origin, direction)
    if (pane < distance) return direct ? light : [0, 0, 0]
    if (!thing) return room(direction)
    if (bounce === bounces) return [0, 0, 0]
    const point = along(origin, direction, distance)
    let normal = thing.shape.normal(point)
    if (dot(normal, direction) > 0) normal = scale(normal, -1)
    const { colour, gloss, coat } = thing.surface(point, normal)
    const rough = thing.bump ? thing.bump(point, normal) : normal
    const lifted = along(point, normal, 4e-4)
    const cosine = Math.max(0, -dot(direction, rough))
    const glance = coat * (0.04 + 0.96 * Math.pow(1 - cosine, 5)) * (1 - 0.6 * gloss)

    const mirrored = () => {
      const way = normalize(add(reflect(direction, rough), scale(ball(random), gloss)))
      return dot(way, normal) > 0 ? trace(lifted, way, random, bounce + 1, direct) : black
    }
    const scattered = () => {
      const straight = fromWindow(lifted, rough, random, bounce === 0)
      const left = bounce > 1 ? Math.max(colour[0], colour[1], colour[2]) : 1
      if (random() >= left) return multiply(colour, straight)
      const way = normalize(add(rough, scale(normalize(ball(random)), 0.999)))
      return multiply(colour, add(straight, scale(trace(lifted, way, random, bounce + 1, false), 1 / left)))
    }
    // Both, where the eye looks first: what is mirrored there is bright and small.
    if (bounce === 0)
      return add(scale(scattered(), 1 - glance), glance > 0 ? scale(mirrored(), glance) : black)
    return random() < glance ? mirrored() : scattered()
  }

  return (origin, direction, random) => trace(origin, direction, random, 0, true)
}

/** A point in the unit ball. @type {(random: Random) => Vec} */
function ball(random) {
  for (;;) {
    /** @type {Vec} */
    const point = [2 * random() - 1, 2 * random() - 1, 2 * random() - 1]
    const square = dot(point, point)
    if (square < 1 && square > 1e-4) return point
  }
}
