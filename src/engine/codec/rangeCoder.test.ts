import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/stream'
import { distributionOf, levelAt, partOf } from './frequencies'
import { frequencyTotal, RangeDecoder, RangeEncoder } from './rangeCoder'

/** Random logits of a spread that varies from flat to all but certain. */
function randomLogits(levels: number, seed: number, spread: number): Float64Array {
  const k = levels === 2 ? 1 : levels
  const normal = new RandomStream(seed, 'draw').fillNormal(new Float32Array(k))
  return Float64Array.from(normal, (value) => value * spread)
}

describe('frequencies', () => {
  it.each([2, 3, 16, 255, 256])('of %i levels are whole, at least 1, and add up', (levels) => {
    for (const spread of [0, 1e-9, 1, 30, 500]) {
      const { frequencies, nats } = distributionOf(randomLogits(levels, 7, spread), levels)
      expect(frequencies).toHaveLength(levels)
      expect(frequencies.every((f) => Number.isInteger(f) && f >= 1)).toBe(true)
      expect(frequencies.reduce((sum, f) => sum + f, 0)).toBe(frequencyTotal)
      const probability = Array.from({ length: levels }, (_, level) => Math.exp(-nats(level)))
      expect(probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
      for (const [level, p] of probability.entries()) {
        expect(Math.abs((frequencies[level] ?? 0) / frequencyTotal - p)).toBeLessThan(
          (levels + 1) / frequencyTotal + 2 ** -50,
        )
      }
    }
  })

  it('cost next to nothing over the entropy', () => {
    for (const spread of [0.5, 5, 50]) {
      const { frequencies, nats } = distributionOf(randomLogits(256, 3, spread), 256)
      let excess = 0
      frequencies.forEach((f, level) => {
        excess += Math.exp(-nats(level)) * (-Math.log(f / frequencyTotal) - nats(level))
      })
      expect(excess / Math.LN2).toBeLessThan(1e-11)
    }
  })

  it('give what is less likely than 2^-48 that frequency, and no less', () => {
    const { frequencies, nats } = distributionOf(Float64Array.of(0, -500, -20), 3)
    expect(nats(1)).toBeCloseTo(500, 7)
    expect(frequencies[1]).toBe(1)
    expect(-Math.log(frequencies[2]! / frequencyTotal)).toBeCloseTo(nats(2), 5)
  })

  it('refuses logits that are no numbers', () => {
    for (const bad of [NaN, Infinity]) {
      expect(() => distributionOf(Float64Array.of(0, bad, 1), 3)).toThrow(
        expect.objectContaining({ code: 'model-damaged' }) as Error,
      )
      expect(() => distributionOf(Float64Array.of(bad), 2)).toThrow(/too large/)
    }
  })
})

describe('the range coder', () => {
  /** Codes `count` random symbols, each from a distribution of its own. */
  function roundTrip(
    levels: number,
    count: number,
    spread: number,
    draw: 'likely' | 'any' | 'unlikely',
  ): number {
    const uniforms = new RandomStream(count, 'order').fillUniform(new Float64Array(count))
    const distributions = Array.from({ length: Math.min(count, 50) }, (_, i) =>
      distributionOf(randomLogits(levels, i, spread), levels),
    )
    const symbols = Array.from(uniforms, (u, i) => {
      const { frequencies } = distributions[i % distributions.length]!
      if (draw === 'any') return Math.floor(u * levels)
      if (draw === 'unlikely') return frequencies.indexOf(Math.min(...frequencies))
      return levelAt({ frequencies, nats: () => 0 }, Math.floor(u * frequencyTotal)).level
    })
    const encoder = new RangeEncoder()
    let ideal = 0
    symbols.forEach((symbol, i) => {
      const part = partOf(distributions[i % distributions.length]!, symbol)
      ideal -= Math.log2(part.frequency / frequencyTotal)
      encoder.encode(part)
    })
    const bytes = encoder.finish()
    const decoder = new RangeDecoder(bytes)
    const decoded = symbols.map((_, i) => {
      const { level, part } = levelAt(distributions[i % distributions.length]!, decoder.target())
      decoder.consume(part)
      return level
    })
    expect(decoded).toEqual(symbols)
    return bytes.length * 8 - ideal
  }

  it.each([2, 3, 256])('brings %i levels back, at their cost', (levels) => {
    for (const spread of [0, 1, 20]) {
      for (const draw of ['likely', 'any', 'unlikely'] as const) {
        for (const count of [0, 1, 2, 3, 10, 3000]) {
          // Less than two bytes to end with, and 2^-15 bits a symbol.
          expect(roundTrip(levels, count, spread, draw)).toBeLessThan(16 + count * 2 ** -15)
        }
      }
    }
  })

  it('carries through bytes that have left', () => {
    // Each time the middle of the interval: its low end begins 7f ff ff ff …, until the last symbol adds one.
    const middle = { start: frequencyTotal / 2 - 1, frequency: 2 }
    const [below, above] = [
      { start: 0, frequency: frequencyTotal / 2 },
      { start: frequencyTotal / 2, frequency: frequencyTotal / 2 },
    ]
    for (const last of [below, above]) {
      for (let length = 1; length < 40; length++) {
        const encoder = new RangeEncoder()
        const parts = [...Array.from({ length }, () => middle), last, last, last]
        for (const part of parts) encoder.encode(part)
        const bytes = encoder.finish()
        expect(bytes[0]).toBe(last === above ? 0x80 : 0x7f)
        const decoder = new RangeDecoder(bytes)
        for (const part of parts) {
          const target = decoder.target()
          expect(target >= part.start && target < part.start + part.frequency).toBe(true)
          decoder.consume(part)
        }
      }
    }
  })

  it('needs no bytes for what is certain', () => {
    const encoder = new RangeEncoder()
    for (let i = 0; i < 100; i++) encoder.encode({ start: 0, frequency: frequencyTotal - 1 })
    expect(encoder.finish()).toHaveLength(0)
  })
})
