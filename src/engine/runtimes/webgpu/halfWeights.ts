/** Weights in half the memory, each exactly what it was but for a power of two that all have in common. */
export interface HalfWeights {
  /** Two of them a word, the first in the lower half, as WGSL's `unpack2x16float` reads them. */
  readonly words: Int32Array
  /** What each has to be multiplied by. */
  readonly scale: number
}

/** Bits of a float's fraction that a half has no room for. */
const lostBits = 0x1fff
/** Exponents of halves that no driver flushes to zero, from the least to the greatest. */
const [least, greatest] = [-14, 15]

/**
 * Weights as halves, or undefined where a half can't hold one of them exactly: those of a model that was stored in half
 * precision are halves, those of one that was trained here are not. Halves next to zero, which drivers may take for
 * zero, are kept from there by the common scale.
 */
export function asHalves(values: Float32Array): HalfWeights | undefined {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  let [low, high] = [Infinity, -Infinity]
  for (const one of bits) {
    if ((one & 0x7fffffff) === 0) continue
    const exponent = exponentOf(one)
    // Exponents of infinity and of what is no number are out of reach, and of floats next to zero.
    if ((one & lostBits) !== 0 || exponent === 128 || exponent === -127) return undefined
    if (exponent < low) low = exponent
    if (exponent > high) high = exponent
  }
  if (high - low > greatest - least) return undefined
  const shift = high === -Infinity ? 0 : greatest - high
  const words = new Int32Array(Math.ceil(bits.length / 2))
  for (let i = 0; i < bits.length; i++) {
    words[i >> 1] = (words[i >> 1] ?? 0) | (halfOf(bits[i] ?? 0, shift) << (16 * (i & 1)))
  }
  return { words, scale: 2 ** -shift }
}

function exponentOf(float: number): number {
  return ((float >>> 23) & 0xff) - 127
}

/** The bits of a float, times 2 ** shift, as a half's. */
function halfOf(float: number, shift: number): number {
  const sign = (float >>> 16) & 0x8000
  if ((float & 0x7fffffff) === 0) return sign
  return sign | ((exponentOf(float) + shift + 15) << 10) | ((float >>> 13) & 0x3ff)
}
