import { add, along, cross, normalize, scale, subtract } from './vector.mjs'

/** @typedef {import('./vector.mjs').Vec} Vec */
/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {{ readonly origin: Vec, readonly direction: Vec }} Ray */
/**
 * Where it stands and looks; `view`: the longer side's angle, degrees; `lens`: its radius, and `focus`: the distance
 * at which all is sharp.
 * @typedef {{ from: Vec, to: Vec, view: number, lens?: number, focus?: number }} CameraPlace
 */

/**
 * A thin lens. The function takes a point of the picture in pixels to a ray through it.
 * @param {CameraPlace} place
 * @param {number} width @param {number} height
 * @returns {(x: number, y: number, random: Random) => Ray}
 */
export function createCamera({ from, to, view, lens = 0, focus = 1 }, width, height) {
  const forward = normalize(subtract(to, from))
  const right = normalize(cross(forward, [0, 1, 0]))
  const up = cross(right, forward)
  const pixel = (2 * Math.tan((view * Math.PI) / 360)) / Math.max(width, height)
  return (x, y, random) => {
    const across = along(scale(right, (x - width / 2) * pixel), up, (height / 2 - y) * pixel)
    const direction = add(forward, across)
    if (lens === 0) return { origin: from, direction: normalize(direction) }
    const radius = lens * Math.sqrt(random())
    const angle = 2 * Math.PI * random()
    const shift = along(scale(right, radius * Math.cos(angle)), up, radius * Math.sin(angle))
    return { origin: add(from, shift), direction: normalize(subtract(scale(direction, focus), shift)) }
  }
}
