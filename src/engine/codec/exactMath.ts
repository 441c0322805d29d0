/**
 * Functions that give the same bits on every machine: made of +, -, *, / and floor on doubles alone, each
 * rounded once as IEEE 754 and JavaScript demand (no fused multiply-add), in a fixed order. `Math.exp` and
 * its kin are left to the implementation, and two versions of Node may differ in the last bit.
 */

/** ln 2 in two parts: of 29 bits the first, so that its products with exponents are exact. */
const ln2High = 0x162e42fe / 2 ** 29
const ln2Low = 1.8206359985041462e-9
const log2e = 1.4426950408889634

/** 1 / n! for n = 0..14. */
const inverseFactorials = Float64Array.from({ length: 15 }, (_, n) => {
  let product = 1
  for (let i = 2; i <= n; i++) product *= i
  return 1 / product
})

const scratch = new DataView(new ArrayBuffer(8))

/** 2^exponent for -1022..1023, exactly. */
function powerOfTwo(exponent: number): number {
  scratch.setUint32(0, (exponent + 1023) << 20)
  scratch.setUint32(4, 0)
  return scratch.getFloat64(0)
}

/**
 * e^x within a relative error of 2^-51, for x from -708 to 709; 0 below, infinity above. Taylor's series on
 * what is left of x after whole multiples of ln 2.
 */
export function exactExp(x: number): number {
  if (x < -708) return 0
  if (x > 709) return Infinity
  const k = Math.floor(x * log2e + 0.5)
  const r = x - k * ln2High - k * ln2Low
  let sum = inverseFactorials[14] ?? 0
  for (let n = 13; n >= 0; n--) sum = sum * r + (inverseFactorials[n] ?? 0)
  return sum * powerOfTwo(k)
}

/**
 * The natural logarithm within 2^-51 of its value or of 1, whichever is larger, for normal positive numbers.
 * The series of 2 atanh((m - 1) / (m + 1)) on the mantissa m, from sqrt(1/2) to sqrt(2).
 */
export function exactLog(x: number): number {
  scratch.setFloat64(0, x)
  const high = scratch.getUint32(0)
  let k = (high >>> 20) - 1023
  scratch.setUint32(0, (high & 0x000fffff) | 0x3ff00000)
  let m = scratch.getFloat64(0)
  if (m > Math.SQRT2) {
    m /= 2
    k += 1
  }
  const f = (m - 1) / (m + 1)
  const square = f * f
  let sum = 0
  for (let n = 23; n >= 1; n -= 2) sum = sum * square + 1 / n
  return k * ln2High + (2 * f * sum + k * ln2Low)
}

/** 1 / (1 + e^-x) within 2^-50 of its value where that is normal: no argument overflows. */
export function exactSigmoid(x: number): number {
  const e = exactExp(x < 0 ? x : -x)
  return x < 0 ? e / (1 + e) : 1 / (1 + e)
}

/** The hyperbolic tangent within 2^-51, absolutely. Odd to the bit. */
export function exactTanh(x: number): number {
  const e = exactExp(-2 * Math.abs(x))
  const value = (1 - e) / (1 + e)
  return x < 0 ? -value : value
}
