/** A point, a direction or a linear colour. @typedef {[number, number, number]} Vec */

/** @type {(a: Vec, b: Vec) => Vec} */
export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]

/** @type {(a: Vec, b: Vec) => Vec} */
export const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]

/** Part by part. @type {(a: Vec, b: Vec) => Vec} */
export const multiply = (a, b) => [a[0] * b[0], a[1] * b[1], a[2] * b[2]]

/** @type {(a: Vec, s: number) => Vec} */
export const scale = (a, s) => [a[0] * s, a[1] * s, a[2] * s]

/** a + b s, as a ray goes. @type {(a: Vec, b: Vec, s: number) => Vec} */
export const along = (a, b, s) => [a[0] + b[0] * s, a[1] + b[1] * s, a[2] + b[2] * s]

/** @type {(a: Vec, b: Vec) => number} */
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** @type {(a: Vec, b: Vec) => Vec} */
export const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/** @type {(a: Vec) => number} */
export const length = (a) => Math.sqrt(dot(a, a))

/** @type {(a: Vec) => Vec} */
export const normalize = (a) => scale(a, 1 / length(a))

/** A direction in its plane mirror. @type {(direction: Vec, normal: Vec) => Vec} */
export const reflect = (direction, normal) => along(direction, normal, -2 * dot(direction, normal))

/** From a (0) to b (1). @type {(a: Vec, b: Vec, share: number) => Vec} */
export const mix = (a, b, share) => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

/** @type {(x: number, low?: number, high?: number) => number} */
export const clamp = (x, low = 0, high = 1) => (x < low ? low : x > high ? high : x)

/** 0 below `low`, 1 above `high`, smooth between. @type {(low: number, high: number, x: number) => number} */
export function smoothstep(low, high, x) {
  const t = clamp((x - low) / (high - low))
  return t * t * (3 - 2 * t)
}
