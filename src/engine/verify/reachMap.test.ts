import { describe, expect, it } from 'vitest'
import type { Architecture } from '../../shared/model/configuration'
import { reachMap, sizeOfSet } from './reachMap'

/** The mean share of the earlier pixels of a 32 x 32 image that a pixel sees. */
function share(architecture: Architecture, layers: number): number {
  const [height, width] = [32, 32]
  const map = reachMap({ architecture, layers }, { height, width, channels: 1 })
  const seen = map.reduce((sum, set) => sum + sizeOfSet(set), 0)
  return seen / ((map.length * (map.length - 1)) / 2)
}

describe('the reach of each architecture', () => {
  it.each([
    ['pixelcnn', 15, 0.56],
    ['row-lstm', 1, 0.63],
    ['row-lstm', 12, 0.77],
  ] as const)('%s with %i layers is what models.md says: %f', (architecture, layers, expected) => {
    expect(Math.abs(share(architecture, layers) - expected)).toBeLessThan(0.005)
  })

  it.each([1, 3])('the Diagonal BiLSTM sees all earlier values but one, at any depth: %i', (layers) => {
    for (const channels of [1, 3]) {
      const shape = { height: 6, width: 9, channels }
      const map = reachMap({ architecture: 'diagonal-bilstm', layers }, shape)
      map.forEach((seen, value) => {
        const [row, column] = [Math.floor(value / channels / 9), Math.floor(value / channels) % 9]
        // The last channel of the last pixel of the row above, from more than 3 left of it.
        const hidden = row > 0 && column < 9 - 1 - 3 ? 1n << BigInt(row * 9 * channels - 1) : 0n
        expect(seen).toBe((1n << BigInt(value)) - 1n - hidden)
      })
    }
    expect(share('diagonal-bilstm', 1)).toBeCloseTo(0.998, 3)
  })

  it.each(['pixelcnn', 'row-lstm', 'diagonal-bilstm'] as const)(
    '%s never sees a later value',
    (architecture) => {
      for (const layers of [0, 1, 4]) {
        const map = reachMap({ architecture, layers }, { height: 5, width: 6, channels: 3 })
        map.forEach((seen, value) => expect(seen >> BigInt(value)).toBe(0n))
      }
    },
  )
})
