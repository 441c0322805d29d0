import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/stream'
import { distanceInside } from './distance'

describe('the distance from what the mask leaves alone', () => {
  it('is the least to any pixel outside, whatever the mask', () => {
    const random = new RandomStream(3, 'draw')
    for (let round = 0; round < 30; round++) {
      const [width, height] = [1 + ((round * 7) % 23), 1 + ((round * 5) % 19)]
      const mask = Uint8Array.from({ length: width * height }, (_, i) =>
        random.uniform(i, round) < 0.5 + 0.016 * round ? 1 : 0,
      )
      const outside = [...mask.keys()].filter((i) => mask[i] === 0)
      const found = distanceInside(mask, { width, height }, { x: 0, y: 0, width, height })
      found.forEach((distance, i) => {
        const [x, y] = [i % width, Math.floor(i / width)]
        const least = Math.min(...outside.map((o) => Math.hypot((o % width) - x, Math.floor(o / width) - y)))
        expect(distance).toBeCloseTo(least, 5)
      })
    }
  })

  it('of a part looks at what lies just outside of it, not at the border of the photo', () => {
    const mask = new Uint8Array(50).fill(1)
    for (let y = 0; y < 5; y++) mask[y * 10 + 6] = 0
    const part = distanceInside(mask, { width: 10, height: 5 }, { x: 0, y: 1, width: 6, height: 2 })
    expect([...part]).toEqual([6, 5, 4, 3, 2, 1, 6, 5, 4, 3, 2, 1])
  })
})
