import { describe, expect, it } from 'vitest'
import { byteCount, duration, plural, rate, table } from './words'

describe('words', () => {
  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 0 s'],
    [250, '4 min 10 s'],
    [1500, '25 min'],
    [7500, '2 h 05 min'],
    [273_600, '3 d 4 h'],
  ])('%d seconds are "%s"', (seconds, words) => expect(duration(seconds)).toBe(words))

  it('keeps three digits of a rate at most', () => {
    expect([rate(123.4, 'rows'), rate(1.26, 'rows'), rate(0.126, 'rows')]).toEqual([
      '123 rows/s',
      '1.3 rows/s',
      '0.13 rows/s',
    ])
  })

  it('counts bytes in powers of ten', () => {
    expect([byteCount(999), byteCount(1500), byteCount(480e6), byteCount(1.2e9)]).toEqual([
      '999 bytes',
      '1.5 kB',
      '480 MB',
      '1.2 GB',
    ])
  })

  it('knows one from many', () => {
    expect([plural(1, 'image'), plural(0, 'image')]).toEqual(['1 image', '0 images'])
  })

  it('aligns columns, numbers to the right', () => {
    expect(
      table(
        ['name', 'n'],
        [
          ['a', 5],
          ['long', 123],
        ],
      ),
    ).toEqual(['name    n', 'a       5', 'long  123'])
  })
})
