/**
 * The seed of a window, from the job's: the same one for the first, so that a hole that one window holds is drawn as
 * any picture is, and others for the next, so that no two windows see the same random numbers. Unsigned, 32 bits.
 */
export function seedOf(seed: number, window: number): number {
  if (window === 0) return seed
  // The finaliser of MurmurHash3: every bit of the number changes half of the seed's.
  let bits = Math.imul(window, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (seed ^ bits ^ (bits >>> 16)) >>> 0
}
