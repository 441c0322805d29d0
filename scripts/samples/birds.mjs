import { smoothstep } from './vector.mjs'

/**
 * A bird in flight seen from aside, its wings raised: whether it covers a point.
 * @param {number} u to the right of its middle, in wing lengths @param {number} v below it
 * @returns {boolean}
 */
export function isBird(u, v) {
  const [along, aside] = [u * 0.96 + v * 0.2, v * 0.96 - u * 0.2]
  if (along * along * 5 + aside * aside * 56 < 1) return true
  const wing = Math.abs(u + 0.04)
  if (wing > 1.25) return false
  const front = -0.95 * wing + 0.42 * wing * wing
  const feathers = 0.05 * Math.max(0, Math.sin(wing * 21)) * smoothstep(0.75, 1.1, wing)
  return v > front && v < front + 0.17 * (1 - wing / 1.25) + 0.02 + feathers
}
