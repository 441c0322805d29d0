import { describe, expect, it } from 'vitest'
import { binarise, fixedBinarisation, threshold } from './binarise'

const greys = Uint8Array.from({ length: 256 }, (_, i) => i)

describe('binarisation by sampling', () => {
  it('depends on seed, visit, image and position alone', () => {
    const key = { seed: 3, visit: 1, image: 5 }
    const once = binarise(greys, key)
    expect(binarise(greys, key)).toEqual(once)
    expect(binarise(greys.subarray(0, 130), key)).toEqual(once.subarray(0, 130))
    expect(binarise(greys, { ...key, seed: 4 })).not.toEqual(once)
    expect(binarise(greys, { ...key, visit: 2 })).not.toEqual(once)
    expect(binarise(greys, { ...key, image: 6 })).not.toEqual(once)
  })

  it('draws a 1 with probability byte / 255', () => {
    const ones = new Float64Array(256)
    const visits = 4000
    for (let visit = 0; visit < visits; visit++) {
      binarise(greys, { seed: 1, visit, image: 0 }).forEach((bit, i) => {
        ones[i] = (ones[i] ?? 0) + bit
      })
    }
    expect(ones[0]).toBe(0)
    expect(ones[255]).toBe(visits)
    let chiSquare = 0
    for (let byte = 1; byte < 255; byte++) {
      const p = byte / 255
      chiSquare += ((ones[byte] ?? NaN) - visits * p) ** 2 / (visits * p * (1 - p))
    }
    // 254 degrees of freedom: 0.999 quantile.
    expect(chiSquare).toBeLessThan(329)
  })

  it('has one fixed drawing for evaluation', () => {
    expect(fixedBinarisation(9)).toEqual({ seed: 0, visit: 0, image: 9 })
  })
})

describe('binarisation by threshold', () => {
  it('cuts at 128', () => {
    expect([...threshold(Uint8Array.of(0, 127, 128, 255))]).toEqual([0, 0, 1, 1])
  })
})
