import { describe, expect, it } from 'vitest'
import { decodeRuns, encodeRuns, fromText, toText } from './runs'

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

  it('travel as text', () => {
    const runs = encodeRuns(Uint8Array.from([1, 0, 0, 1, 1]))
    expect(fromText(toText(runs))).toEqual(runs)
    expect(fromText('no base64!')).toBeUndefined()
  })
})
