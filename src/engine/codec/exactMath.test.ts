import { describe, expect, it } from 'vitest'
import { exactExp, exactLog, exactSigmoid, exactTanh } from './exactMath'

/** Fixed-point numbers of 200 bits, to judge doubles by. */
const bits = 200n
const one = 1n << bits

function fixed(x: number): bigint {
  // Doubles are whole multiples of 2^-1074; these here of 2^-100 or more.
  const scaled = x * 2 ** 100
  return BigInt(scaled) << (bits - 100n)
}

function toNumber(x: bigint): number {
  const size = (x < 0n ? -x : x).toString(2).length
  const shift = BigInt(Math.max(0, size - 60))
  return Number(x >> shift) * 2 ** (Number(shift) - Number(bits))
}

/** e^x of a double by halving it to below 2^-20, a series, and squaring again. */
function trueExp(x: number): bigint {
  const halvings = 30n
  const r = fixed(x) >> halvings
  let [term, sum] = [one, one]
  for (let n = 1n; n < 20n; n++) {
    term = ((term * r) / n) >> bits
    sum += term
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> bits
  return sum
}

/** How far a double is from the true value, relative to it. */
const relative = (value: number, truth: bigint): number =>
  Math.abs(toNumber(((fixed(value) - truth) << bits) / truth))

const sweep = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.37)) / count)

describe('e^x', () => {
  it('is within 2^-51 of the truth', () => {
    const worst = Math.max(
      ...[...sweep(-25, 25, 400), ...sweep(-1, 1, 200)].map((x) => relative(exactExp(x), trueExp(x))),
    )
    expect(worst).toBeLessThan(2 ** -51)
  })

  it('agrees with Math.exp to a few last bits everywhere, and ends where doubles end', () => {
    for (const x of sweep(-708, 709, 5000))
      expect(Math.abs(exactExp(x) / Math.exp(x) - 1)).toBeLessThan(2 ** -50)
    expect([
      exactExp(0),
      exactExp(-0),
      exactExp(-709),
      exactExp(-Infinity),
      exactExp(710),
      exactExp(Infinity),
    ]).toEqual([1, 1, 0, 0, Infinity, Infinity])
    expect(exactExp(NaN)).toBeNaN()
  })
})

describe('the logarithm', () => {
  it('is undone by the true exponential', () => {
    for (const x of [...sweep(0.5, 2, 300), ...sweep(1, 256, 300), 1 + 2 ** -52, 1 - 2 ** -53, 1e-9, 1e9]) {
      // exp(log x + error) = x (1 + error)
      const error = relative(x, trueExp(exactLog(x)))
      expect(error).toBeLessThan(2 ** -51 * Math.max(1, Math.abs(Math.log(x))))
    }
    expect(exactLog(1)).toBe(0)
    expect(exactLog(2 ** 10)).toBeCloseTo(10 * Math.LN2, 14)
  })
})

describe('gates', () => {
  it('sigmoid is within 2^-50 of the truth on both sides', () => {
    for (const x of sweep(-25, 25, 400)) {
      const truth = (one * one) / (one + trueExp(-x))
      expect(relative(exactSigmoid(x), truth)).toBeLessThan(2 ** -50)
    }
    expect([exactSigmoid(0), exactSigmoid(-800), exactSigmoid(800)]).toEqual([0.5, 0, 1])
  })

  it('tanh is within 2^-51 of the truth, and odd to the bit', () => {
    for (const x of sweep(0, 12, 300)) {
      const e = trueExp(-2 * x)
      const truth = toNumber(((one - e) << bits) / (one + e))
      expect(Math.abs(exactTanh(x) - truth)).toBeLessThan(2 ** -51)
      expect(exactTanh(-x)).toBe(-exactTanh(x))
    }
    expect([exactTanh(800), exactTanh(-800)]).toEqual([1, -1])
  })
})
