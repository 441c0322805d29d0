import { describe, expect, it } from 'vitest'
import { seedOf } from './drawingChoices'

describe('a typed seed', () => {
  it.each([
    ['', undefined],
    ['   ', undefined],
    ['0', 0],
    [' 42 ', 42],
    ['007', 7],
    ['4294967295', 4_294_967_295],
  ])('is read from %j', (typed, seed) => expect(seedOf(typed)).toBe(seed))

  it.each(['4294967296', '-1', '1.5', '1e3', '0x10', 'seven', '1 2'])('is not %j', (typed) =>
    expect(seedOf(typed)).toBeNaN(),
  )
})
