import { beforeEach, describe, expect, it } from 'vitest'
import { createBitmap } from './bitmap'
import { forgetMask, loadMask, savedMasks, saveMask, type MaskStore } from './maskStorage'

/** Storage that holds so many characters in all. */
function storage(room: number): MaskStore {
  const entries = new Map<string, string>()
  const used = (): number => [...entries.values()].reduce((sum, text) => sum + text.length, 0)
  return {
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    removeItem: (key) => void entries.delete(key),
    setItem: (key, text) => {
      const before = entries.get(key)?.length ?? 0
      if (used() - before + text.length > room) throw new DOMException('full', 'QuotaExceededError')
      entries.set(key, text)
    },
  }
}

const mask = createBitmap(12, 9)

describe('masks kept over a restart', () => {
  beforeEach(() => {
    mask.data.fill(0)
    mask.data.fill(1, 20, 60)
  })

  it('come back as they were', () => {
    const store = storage(1000)
    saveMask(store, 'a', mask)
    expect(loadMask(store, 'a', 12, 9)).toEqual(mask.data)
  })

  it('are not used for a photo of another size', () => {
    const store = storage(1000)
    saveMask(store, 'a', mask)
    expect(loadMask(store, 'a', 9, 12)).toBeUndefined()
    expect(loadMask(store, 'b', 12, 9)).toBeUndefined()
  })

  it('are not used where the text is damaged', () => {
    const store = storage(1000)
    store.setItem('pixelloom.mask.a', '12x9:????')
    store.setItem('pixelloom.mask.b', '12x9:AAAA')
    expect(loadMask(store, 'a', 12, 9)).toBeUndefined()
    expect(loadMask(store, 'b', 12, 9)).toBeUndefined()
  })

  it('make room for the one in hand', () => {
    const store = storage(12)
    saveMask(store, 'a', mask)
    saveMask(store, 'b', mask)
    expect(savedMasks(store)).toEqual(['b'])
    expect(loadMask(store, 'b', 12, 9)).toEqual(mask.data)
  })

  it('say so when there is no room at all', () => {
    expect(() => saveMask(storage(4), 'a', mask)).toThrow(DOMException)
  })

  it('can be forgotten', () => {
    const store = storage(1000)
    saveMask(store, 'a', mask)
    forgetMask(store, 'a')
    expect(savedMasks(store)).toEqual([])
  })
})
