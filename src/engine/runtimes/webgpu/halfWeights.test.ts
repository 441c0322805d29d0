import { describe, expect, it } from 'vitest'
import { fromFloat16 } from '../../storage/halves'
import { RandomStream } from '../../random/stream'
import { asHalves } from './halfWeights'

/** What a card reads of them. */
function read({ words, scale }: NonNullable<ReturnType<typeof asHalves>>, count: number): Float32Array {
  return fromFloat16(new Uint8Array(words.buffer))
    .subarray(0, count)
    .map((half) => half * scale)
}

describe('weights as halves', () => {
  const every = fromFloat16(new Uint8Array(Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).buffer))

  it('are exactly what they were, whatever half it is that is not far greater than the least', () => {
    const some = every.filter((value) => Math.abs(value) < 8)
    const halves = asHalves(some)
    expect(halves && read(halves, some.length)).toEqual(some)
  })

  it('are never next to zero, where drivers flush', () => {
    const halves = asHalves(Float32Array.of(2 ** -24, -3 * 2 ** -24, 1))
    const stored = fromFloat16(new Uint8Array(halves?.words.buffer ?? new ArrayBuffer(0))).subarray(0, 3)
    expect(stored.every((half) => Math.abs(half) >= 2 ** -14)).toBe(true)
  })

  it.each([[0], [1], [2], [7]])('are there for %d of them', (count) => {
    const values = new Float32Array(count).fill(-0.375)
    const halves = asHalves(values)
    expect(halves && read(halves, count)).toEqual(values)
  })

  it('are zeros where all are', () => {
    const halves = asHalves(Float32Array.of(0, -0, 0))
    expect(halves && [...read(halves, 3)]).toEqual([0, -0, 0])
  })

  it.each([
    ['have more digits', Float32Array.of(1, 0.1)],
    ['are too far apart', Float32Array.of(2 ** 15, 2 ** -15)],
    ['are no numbers', Float32Array.of(1, NaN)],
    ['are infinite', Float32Array.of(1, Infinity)],
    ['were trained here', new RandomStream(1, 'draw').fillNormal(new Float32Array(100))],
  ])('are not there where some %s', (_why, values) => expect(asHalves(values)).toBeUndefined())
})
