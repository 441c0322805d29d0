import { describe, expect, it } from 'vitest'
import type { Rectangle } from '../../shared/geometry'
import { maskBounds } from '../../shared/framing'
import { RandomStream } from '../random/stream'
import { HoleMap } from '../../shared/holes'

function maskOf(width: number, height: number, parts: readonly Rectangle[]): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (const { x, y, width: columns, height: rows } of parts) {
    for (let row = y; row < y + rows; row++) mask.fill(1, row * width + x, row * width + x + columns)
  }
  return mask
}

const box = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height })

describe('the holes of a mask', () => {
  it('are told apart where they are far from each other, from the top', () => {
    const parts = [box(100, 3, 9, 5), box(2, 90, 20, 4), box(60, 60, 1, 1)]
    const { holes } = HoleMap.of(maskOf(120, 100, parts), 120, 100, 8)
    expect(holes).toEqual([
      { number: 0, bounds: parts[0] },
      { number: 1, bounds: parts[2] },
      { number: 2, bounds: parts[1] },
    ])
  })

  it('are one where at most a cell lies between them, diagonally too', () => {
    const near = [box(0, 0, 3, 3), box(17, 17, 2, 1)]
    expect(HoleMap.of(maskOf(64, 64, near), 64, 64, 8).holes).toEqual([
      { number: 0, bounds: box(0, 0, 19, 18) },
    ])
    const apart = [box(0, 0, 3, 3), box(24, 0, 2, 1)]
    expect(HoleMap.of(maskOf(64, 64, apart), 64, 64, 8).holes).toHaveLength(2)
    // The end of one row of cells is not beside the beginning of the next.
    const ends = [box(63, 0, 1, 1), box(0, 8, 1, 1)]
    expect(HoleMap.of(maskOf(64, 64, ends), 64, 64, 8).holes).toHaveLength(2)
  })

  it('share out every masked pixel, each to one hole, inside its bounds', () => {
    const random = new RandomStream(5, 'draw')
    for (let round = 0; round < 40; round++) {
      const [width, height] = [20 + (round % 7) * 23, 20 + (round % 5) * 31]
      const density = 0.0005 * 2 ** (round % 9)
      const mask = Uint8Array.from({ length: width * height }, (_, i) =>
        random.uniform(i, round) < density ? 1 : 0,
      )
      mask[round] = 1
      const map = HoleMap.of(mask, width, height, 8 + (round % 3))
      const whole = box(0, 0, width, height)
      const shares = new Uint8Array(mask.length)
      for (const hole of map.holes) {
        const own = map.own(hole, mask, width, whole)
        expect(maskBounds(own, width, height)).toEqual(hole.bounds)
        own.forEach((one, i) => (shares[i] = (shares[i] ?? 0) + one))
        const { x, y, width: columns, height: rows } = hole.bounds
        const inBounds = map.own(hole, mask, width, hole.bounds)
        for (let row = 0; row < rows; row++) {
          const from = (y + row) * width + x
          expect(inBounds.subarray(row * columns, (row + 1) * columns)).toEqual(
            own.subarray(from, from + columns),
          )
        }
      }
      expect(shares).toEqual(mask)
    }
  })

  it('may be joined, and keep their order', () => {
    const parts = [box(0, 0, 2, 2), box(60, 0, 2, 2), box(0, 60, 2, 2), box(60, 60, 2, 2)]
    const mask = maskOf(64, 64, parts)
    const map = HoleMap.of(mask, 64, 64, 8).joined(({ bounds }) => bounds.x === 60)
    expect(map.holes).toEqual([
      { number: 0, bounds: parts[0] },
      { number: 1, bounds: box(60, 0, 2, 62) },
      { number: 2, bounds: parts[2] },
    ])
    const owned = map.holes.map((hole) => map.own(hole, mask, 64, box(0, 0, 64, 64)))
    expect(owned.map((own) => own.reduce((sum, one) => sum + one))).toEqual([4, 8, 4])
  })

  it('are many where one would fill little of its frame: a scratch, or dust', () => {
    const scratch = Uint8Array.from({ length: 256 * 256 }, (_, i) => (i % 257 === 0 ? 1 : 0))
    const pieces = HoleMap.of(scratch, 256, 256, 8).holes
    expect(pieces.length).toBeGreaterThan(4)
    for (const { bounds } of pieces) expect(Math.max(bounds.width, bounds.height)).toBeLessThanOrEqual(32)
    // A ring is drawn as one: its inside is seen along.
    const ring = maskOf(64, 64, [box(8, 8, 48, 8), box(8, 48, 48, 8), box(8, 8, 8, 48), box(48, 8, 8, 48)])
    expect(HoleMap.of(ring, 64, 64, 8).holes).toEqual([{ number: 0, bounds: box(8, 8, 48, 48) }])
  })

  it('of an empty mask are none', () => {
    expect(HoleMap.of(new Uint8Array(100), 10, 10, 8).holes).toEqual([])
  })
})
