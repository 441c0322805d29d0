import { describe, expect, it } from 'vitest'
import { permutation } from './permutation'
import { RandomStream } from './stream'

describe('a random stream', () => {
  it('gives the same number for the same address, whatever was asked before', () => {
    const stream = new RandomStream(7, 'draw')
    const first = stream.uniform(1, 2, 3, 4)
    stream.uniform(9)
    expect(stream.uniform(1, 2, 3, 4)).toBe(first)
    expect(new RandomStream(7, 'draw').uniform(1, 2, 3, 4)).toBe(first)
  })

  it('differs by seed, purpose and each counter', () => {
    const numbers = new Set([
      new RandomStream(7, 'draw').uniform(),
      new RandomStream(8, 'draw').uniform(),
      new RandomStream(7, 'order').uniform(),
      new RandomStream(7, 'draw').uniform(1),
      new RandomStream(7, 'draw').uniform(0, 1),
      new RandomStream(7, 'draw').uniform(0, 0, 1),
      new RandomStream(7, 'draw').uniform(0, 0, 0, 1),
    ])
    expect(numbers.size).toBe(7)
  })

  it('fills the first entries alike, however many are asked for', () => {
    const stream = new RandomStream(1, 'binarise')
    const short = stream.fillUniform(new Float64Array(5), 3)
    const long = stream.fillUniform(new Float64Array(9), 3)
    expect([...long.subarray(0, 5)]).toEqual([...short])
  })

  it('is uniform: 64 bins of 64,000 numbers pass a chi-square test', () => {
    const numbers = new RandomStream(11, 'draw').fillUniform(new Float64Array(64_000))
    const bins = new Float64Array(64)
    for (const u of numbers) {
      const bin = Math.floor(u * 64)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)
    // 63 degrees of freedom: 0.999 of all samples lie below 103.4.
    expect(chiSquare).toBeLessThan(103.4)
    expect(chiSquare).toBeGreaterThan(30)
  })

  it('has normal numbers with the moments of a normal', () => {
    const numbers = new RandomStream(5, 'initialise').fillNormal(new Float32Array(100_001))
    const moment = (k: number): number => numbers.reduce((sum, x) => sum + x ** k, 0) / numbers.length
    expect(moment(1)).toBeCloseTo(0, 1.7)
    expect(moment(2)).toBeCloseTo(1, 1.5)
    expect(moment(4)).toBeCloseTo(3, 0.8)
    expect(numbers.every(Number.isFinite)).toBe(true)
  })
})

describe('a permutation', () => {
  it('holds every index once, and depends on seed and epoch alone', () => {
    const order = permutation(1000, 3, 2)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(permutation(1000, 3, 2)).toEqual(order)
    expect(permutation(1000, 3, 3)).not.toEqual(order)
    expect(permutation(1000, 4, 2)).not.toEqual(order)
  })

  it('gives each of the 24 orders of four equally often', () => {
    const counts = new Map<string, number>()
    for (let epoch = 0; epoch < 24_000; epoch++) {
      const order = permutation(4, 1, epoch).join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)
    // 23 degrees of freedom, 0.999 quantile.
    expect(chiSquare).toBeLessThan(49.7)
  })

  it('copes with nothing and with one', () => {
    expect(permutation(0, 1, 1).length).toBe(0)
    expect([...permutation(1, 1, 1)]).toEqual([0])
  })
})
