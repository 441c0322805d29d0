import { describe, expect, it } from 'vitest'
import { hashKey } from '../../src/engine/data/hash'
import { splitHeldOut } from '../../src/engine/data/split'
import { PixelloomError } from '../../src/shared/errors'

const setOf = (keys: readonly string[]) => ({ count: keys.length, key: (i: number) => keys[i] ?? '' })
const numbered = (count: number, prefix = ''): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`)

function heldOutKeys(keys: readonly string[], share: number): string[] {
  return Array.from(splitHeldOut(setOf(keys), share).heldOut, (i) => keys[i] ?? '')
}

describe('the held-out share', () => {
  it('is about as large as asked for, and every image is on one side', () => {
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      for (const keys of [numbered(20000), numbered(20000, 'photos/2024/IMG_')]) {
        const { training, heldOut } = splitHeldOut(setOf(keys), share)
        expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(keys.map((_, i) => i))
        const deviation = Math.sqrt(share * (1 - share) * keys.length)
        expect(Math.abs(heldOut.length - share * keys.length)).toBeLessThan(4 * deviation)
      }
    }
  })

  it('stays the same when files are added or removed', () => {
    const before = numbered(1000, 'a/')
    const after = [...numbered(1000, 'b/'), ...before.slice(100), ...numbered(500, 'c/')]
    const held = new Set(heldOutKeys(after, 0.1))
    for (const key of before.slice(100)) {
      expect(held.has(key)).toBe(heldOutKeys(before, 0.1).includes(key))
    }
  })

  it('grows with the share and loses none', () => {
    const small = heldOutKeys(numbered(500), 0.1)
    const large = new Set(heldOutKeys(numbered(500), 0.3))
    expect(small.every((key) => large.has(key))).toBe(true)
  })

  it('leaves at least one image on each side', () => {
    for (const count of [2, 3, 5]) {
      for (const share of [1e-9, 0.1, 0.999999]) {
        const { training, heldOut } = splitHeldOut(setOf(numbered(count, 'x')), share)
        expect(Math.min(training.length, heldOut.length)).toBeGreaterThanOrEqual(1)
        expect(training.length + heldOut.length).toBe(count)
      }
    }
    const alike = splitHeldOut(setOf(['a', 'a']), 0.5)
    expect([alike.training.length, alike.heldOut.length]).toEqual([1, 1])
  })

  it('is empty for a share of nothing', () => {
    expect(splitHeldOut(setOf(['a']), 0)).toEqual({ training: Uint32Array.of(0), heldOut: new Uint32Array() })
  })

  it('of too few images is an error that says how many are needed', () => {
    const attempt = (keys: string[]) => () => splitHeldOut(setOf(keys), 0.1)
    expect(attempt(['a'])).toThrow(PixelloomError)
    expect(attempt(['a'])).toThrow(/at least 2/)
    expect(attempt([])).toThrow(/no images/)
  })
})

describe('the hash of a key', () => {
  it('never changes', () => {
    // From another implementation; a change would move images between training and validation.
    expect([hashKey('0', 'held-out'), hashKey('a/b.png', 'held-out'), hashKey('é.png', 'limit')]).toEqual([
      1614489014, 4286104018, 414801537,
    ])
  })

  it('is independent of the one that limits choose by', () => {
    const chosen = numbered(2000)
      .sort((a, b) => hashKey(a, 'limit') - hashKey(b, 'limit'))
      .slice(0, 200)
    const { heldOut } = splitHeldOut(setOf(chosen), 0.2)
    expect(heldOut.length).toBeGreaterThan(15)
    expect(heldOut.length).toBeLessThan(70)
  })
})
