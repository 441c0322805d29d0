import { describe, expect, it } from 'vitest'
import { KeyTable } from './keyTable'

describe('a table of keys', () => {
  it('gives them back by position, and positions by key', () => {
    const keys = ['a.png', '', 'b/ü/\u{1f600}.jpg', '\ud800 alone', 'b/a.png']
    const table = new KeyTable()
    keys.forEach((key) => table.add(key))
    keys.forEach((key, i) => expect([table.at(i), table.find(key)]).toEqual([key, i]))
    expect([table.count, table.find('c'), table.find('a.pn')]).toEqual([5, undefined, undefined])
    expect(() => table.at(5)).toThrow(RangeError)
    const { units, ends } = table.parts()
    const copy = new KeyTable(units, ends, table.count)
    copy.add('more')
    expect([copy.find('b/a.png'), copy.at(5), table.count]).toEqual([4, 'more', 5])
  })

  it('holds a million of them in a hundred megabytes', () => {
    const table = new KeyTable()
    const key = (i: number): string => `photos-${i % 1000}/IMG_${i}.jpeg`
    for (let i = 0; i < 1_000_000; i++) table.add(key(i))
    for (let i = 0; i < 1_000_000; i += 997) expect(table.find(key(i))).toBe(i)
    const { units, ends } = table.parts()
    // What lies behind is at most twice what is used.
    expect(units.buffer.byteLength + ends.buffer.byteLength).toBeLessThan(1e8)
  })
})
