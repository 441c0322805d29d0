/**
 * A small generator of its own, so that a seed picks the same cases on every machine: splitmix32.
 *
 * @param {number} seed
 * @returns {{ below(n: number): number }} whole numbers from 0 to n - 1
 */
export function createRandom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  return { below: (n) => Math.floor((next() / 2 ** 32) * n) }
}
