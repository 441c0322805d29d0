import { describe, expect, it } from 'vitest'
import { drawLevel } from './draw'

const plain = { temperature: 1, topP: 1 }
/** Logits of the probabilities 0.2, 0.5, 0.3. */
const logits = [0.2, 0.5, 0.3].map(Math.log)

describe('drawing a level', () => {
  it.each([
    [0, 0],
    [0.199, 0],
    [0.201, 1],
    [0.699, 1],
    [0.701, 2],
    [0.999999999, 2],
  ])('inverts the cumulative distribution: u = %f gives %i', (u, level) => {
    expect(drawLevel(logits, u, plain)).toBe(level)
  })

  it('reads one logit as the probability of a 1', () => {
    const logit = [Math.log(0.25 / 0.75)]
    expect(drawLevel(logit, 0.749, plain)).toBe(0)
    expect(drawLevel(logit, 0.751, plain)).toBe(1)
  })

  it('takes the likeliest at temperature 0, the lowest of equals', () => {
    expect(drawLevel(logits, 0.99, { ...plain, temperature: 0 })).toBe(1)
    expect(drawLevel([1, 3, 3], 0.99, { ...plain, temperature: 0 })).toBe(1)
    expect(drawLevel([0], 0.99, { ...plain, temperature: 0 })).toBe(0)
    expect(drawLevel([0.1], 0, { ...plain, temperature: 0 })).toBe(1)
  })

  it('sharpens by temperature: probabilities to the power of 1 / T', () => {
    // Squares 0.04, 0.25, 0.09 of 0.38.
    const drawing = { ...plain, temperature: 0.5 }
    expect(drawLevel(logits, 0.04 / 0.38 - 1e-9, drawing)).toBe(0)
    expect(drawLevel(logits, 0.04 / 0.38 + 1e-9, drawing)).toBe(1)
    expect(drawLevel(logits, 0.29 / 0.38 + 1e-9, drawing)).toBe(2)
  })

  it('keeps with top-p the smallest set that reaches it, and scales what is left', () => {
    // 0.5 + 0.3 reach 0.8 and 0.79, but not 0.81.
    const drawn = (topP: number): number[] =>
      Array.from({ length: 1000 }, (_, i) => drawLevel(logits, (i + 0.5) / 1000, { temperature: 1, topP }))
    const share = (levels: number[], level: number): number =>
      levels.filter((value) => value === level).length / 1000
    expect(share(drawn(0.79), 0)).toBe(0)
    expect(share(drawn(0.79), 1)).toBeCloseTo(0.625, 5)
    expect(share(drawn(0.81), 0)).toBeCloseTo(0.2, 5)
    expect(share(drawn(0.5), 1)).toBe(1)
    expect(share(drawn(0.01), 1)).toBe(1)
  })

  it('takes the lower of equals into the top-p set', () => {
    expect(drawLevel([0, 0, 0, 0], 0.99, { temperature: 1, topP: 0.25 })).toBe(0)
  })

  it('never draws what has no probability, whatever the rounding', () => {
    expect(drawLevel([0, 0, -1e6], 1 - 2 ** -53, plain)).toBe(1)
  })

  it('survives extreme logits', () => {
    expect(drawLevel([1e30], 0.999, plain)).toBe(1)
    expect(drawLevel([-1e30], 1e-9, plain)).toBe(0)
  })
})
