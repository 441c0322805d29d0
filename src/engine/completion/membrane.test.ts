import { describe, expect, it } from 'vitest'
import { type Grid, spread } from './membrane'

/** A full grid whose border has the values of a function. */
function framed(width: number, height: number, value: (x: number, y: number) => number): Grid {
  const fixed = new Uint8Array(width * height)
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue
      fixed[y * width + x] = 1
      values[y * width + x] = value(x, y)
    }
  }
  return { width, height, channels: 1, inside: new Uint8Array(width * height).fill(1), fixed, values }
}

describe('a membrane', () => {
  it.each([
    ['a plane', (x: number, y: number) => 3 * x - 2 * y + 7],
    ['a saddle', (x: number, y: number) => (x * x - y * y) / 10],
  ])('over the edge of %s is that very surface', (_, value) => {
    const [width, height] = [33, 21]
    const grid = framed(width, height, value)
    spread(grid)
    let worst = 0
    grid.values.forEach((found, i) => {
      worst = Math.max(worst, Math.abs(found - value(i % width, Math.floor(i / width))))
    })
    // Of values between -67 and 103: less than what can be seen.
    expect(worst).toBeLessThan(2)
  })

  it('keeps what is given, stays between it, and knows nothing without it', () => {
    const grid = framed(17, 17, (x, y) => (x + 5 * y) % 50)
    const before = grid.values.slice()
    spread(grid)
    grid.values.forEach((value, i) => {
      if (grid.fixed[i] === 1) expect(value).toBe(before[i])
      else expect(value >= 0 && value <= 49).toBe(true)
    })
    const free = { ...grid, fixed: new Uint8Array(17 * 17) }
    spread(free)
    expect(free.values.every((value) => value === 0)).toBe(true)
  })

  it('has each channel for itself', () => {
    const one = framed(9, 9, (x) => x)
    const other = framed(9, 9, (_, y) => -y)
    const both = { ...one, channels: 2, values: new Float32Array(2 * 81) }
    for (let i = 0; i < 81; i++) both.values.set([one.values[i] ?? 0, other.values[i] ?? 0], 2 * i)
    spread(one)
    spread(other)
    spread(both)
    expect([...both.values].filter((_, i) => i % 2 === 0)).toEqual([...one.values])
    expect([...both.values].filter((_, i) => i % 2 === 1)).toEqual([...other.values])
  })
})
