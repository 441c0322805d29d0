import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/base64'
import { encodeRuns } from '../../shared/runs'
import {
  bytesOf,
  forgetUnsaved,
  putUnsaved,
  unsavedMask,
  unsavedMasks,
  type MaskStorage,
} from './maskStorage'

/** Storage that holds so many characters in all. */
function storage(room = 1000): MaskStorage {
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

const data = new Uint8Array(12 * 9).fill(1, 20, 60)
const mask = { width: 12, height: 9, runs: encodeRuns(data) }

describe('masks that the app does not have yet', () => {
  it('come back as they were', () => {
    const store = storage()
    putUnsaved(store, 'a', mask)
    expect(unsavedMask(store, 'a')).toEqual(mask)
    expect(unsavedMasks(store)).toEqual(['a'])
    forgetUnsaved(store, 'a')
    expect(unsavedMask(store, 'a')).toBeUndefined()
    expect(unsavedMasks(store)).toEqual([])
  })

  it('are read as version 0.1 wrote them', () => {
    const store = storage()
    store.setItem('pixelloom.mask.a', '12x9:FCgw')
    expect(bytesOf(unsavedMask(store, 'a')!, 12, 9)).toEqual(data)
  })

  it('are not used for a photo of another size', () => {
    expect(bytesOf(mask, 12, 9)).toEqual(data)
    expect(bytesOf(mask, 9, 12)).toBeUndefined()
  })

  it('are not used where the text is damaged', () => {
    const store = storage()
    for (const text of ['12x9:????', '12x9:AAAA', '12x9', '', 'x:FCgw', '0x0:']) {
      store.setItem('pixelloom.mask.a', text)
      expect(unsavedMask(store, 'a'), text).toBeUndefined()
    }
  })

  it('push no other out where there is no room', () => {
    const store = storage(12)
    putUnsaved(store, 'a', mask)
    expect(() => putUnsaved(store, 'b', mask)).toThrow(DOMException)
    expect(unsavedMasks(store)).toEqual(['a'])
  })

  it('travel as text', () => {
    const runs = encodeRuns(Uint8Array.from([1, 0, 0, 1, 1]))
    expect(fromBase64(toBase64(runs))).toEqual(runs)
    expect(fromBase64('no base64!')).toBeUndefined()
  })
})
