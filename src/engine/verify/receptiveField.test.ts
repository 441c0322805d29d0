import { beforeEach, describe, expect, it } from 'vitest'
import { selectRuntime } from '../runtimes/runtime'
import { receptiveField } from './receptiveField'

describe('the receptive field of one pixel', () => {
  beforeEach(() => selectRuntime('cpu'))

  it.each([
    // To the right it sees 3 pixels in the row above, 4 in the one above that, 5, and then all 6.
    ['pixelcnn', 3, 84 - (3 + 2 + 1)],
    // The same, and to the left 4 pixels in its own row, 5 in the row above.
    ['row-lstm', 1, 84 - (3 + 2 + 1) - (2 + 1)],
    // The last pixel of the row above.
    ['diagonal-bilstm', 1, 84 - 1],
  ] as const)('of a %s with %i layers is what its definition says', async (architecture, layers, count) => {
    const pixel = { size: 13, row: 6, column: 6 }
    const { gradient, defined } = await receptiveField({ architecture, layers }, pixel)
    expect([...gradient].map((value) => Number(value > 0))).toEqual([...defined])
    expect(defined.reduce((sum, one) => sum + one, 0)).toBe(count)
  })
})
