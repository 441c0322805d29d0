import { describe, expect, it } from 'vitest'
import { decodeRuns, encodeRuns, runsLength } from './runs'

describe('run lengths of a mask', () => {
  it.each([
    ['nothing', []],
    ['all kept', Array<number>(1000).fill(0)],
    ['all filled', Array<number>(1000).fill(1)],
    ['every other', Array.from({ length: 999 }, (_, i) => i % 2)],
    ['runs around the limits of a byte', [...Array<number>(127).fill(0), ...Array<number>(128).fill(1), 0]],
  ])('come back as they were: %s', (_name, values) => {
    const data = Uint8Array.from(values)
    expect(decodeRuns(encodeRuns(data), data.length)).toEqual(data)
  })

  it('are short for what people paint', () => {
    const data = new Uint8Array(4000 * 3000)
    for (let y = 1000; y < 1500; y++) data.fill(1, y * 4000 + 700, y * 4000 + 1500)
    expect(encodeRuns(data).length).toBeLessThan(2500)
  })

  it('are refused where they stand for another length', () => {
    const runs = encodeRuns(Uint8Array.from([0, 1, 1, 0]))
    expect(decodeRuns(runs, 3)).toBeUndefined()
    expect(decodeRuns(runs, 5)).toBeUndefined()
  })

  it('are refused where they are cut off', () => {
    expect(runsLength(Uint8Array.from([5, 0x80]))).toBeUndefined()
    expect(runsLength(new Uint8Array())).toBeUndefined()
    expect(decodeRuns(new Uint8Array(), 0)).toBeUndefined()
  })

  it('come back for random masks of any density', () => {
    for (let round = 0; round < 40; round++) {
      const data = Uint8Array.from({ length: 1 + round * 37 }, (_, i) =>
        (i * 7919 + round) % 11 < round / 4 ? 1 : 0,
      )
      const runs = encodeRuns(data)
      expect(runsLength(runs)).toBe(data.length)
      expect(decodeRuns(runs, data.length)).toEqual(data)
    }
  })
})
