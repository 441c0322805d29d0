import { describe, expect, it } from 'vitest'
import { alignAll, thin } from './thin'

const long = {
  steps: Array.from({ length: 10000 }, (_, i) => i * 3),
  values: Array.from({ length: 10000 }, (_, i) => 100 + Math.sin(i / 300) * 5),
}

describe('thinning a curve', () => {
  it('leaves a short one alone', () => {
    const short = { steps: [1, 2, 3], values: [3, 2, 1] }
    expect(thin(short, 100)).toBe(short)
  })

  it('keeps to its budget', () => {
    expect(thin(long, 400).steps.length).toBeLessThanOrEqual(402)
    expect(thin(long, 400).steps.length).toBeGreaterThan(200)
  })

  it('keeps every spike, up and down, and both ends', () => {
    const values = [...long.values]
    values[4321] = 999
    values[7654] = -999
    const thinned = thin({ steps: long.steps, values }, 200)
    expect(thinned.values).toContain(999)
    expect(thinned.values).toContain(-999)
    expect(thinned.steps[thinned.values.indexOf(999)]).toBe(4321 * 3)
    expect(thinned.steps[0]).toBe(0)
    expect(thinned.steps.at(-1)).toBe(9999 * 3)
  })

  it('keeps the order of steps', () => {
    const { steps } = thin(long, 300)
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  })
})

describe('curves over one axis', () => {
  it('leaves a hole where one of them has no value', () => {
    const aligned = alignAll([
      { steps: [1, 2, 3], values: [10, 20, 30] },
      { steps: [2, 5], values: [7, 8] },
    ])
    expect(aligned).toEqual([
      [1, 2, 3, 5],
      [10, 20, 30, null],
      [null, 7, null, 8],
    ])
  })
})
