import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApp, photo } from '../testing/fixtures'
import { useMasks } from './masks'

describe('the masks of photos', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    fakeApp()
  })
  afterEach(() => vi.useRealTimers())

  it('come with the lower half painted for samples, and empty for everything else', () => {
    const masks = useMasks()
    expect(masks.of(photo('s', { source: 'sample' })).bounds).toEqual({ x: 0, y: 4, width: 8, height: 4 })
    expect(masks.of(photo('p')).bounds).toBeUndefined()
  })

  it('are one each, kept while others are looked at', () => {
    const masks = useMasks()
    const first = masks.of(photo('a'))
    first.rectangle({ x: 0, y: 0, width: 2, height: 2 }, 1)
    masks.of(photo('b'))
    expect(masks.of(photo('a'))).toBe(first)
    expect(masks.of(photo('b')).bounds).toBeUndefined()
  })

  it('come back after a restart, cleared ones of samples too', () => {
    const sample = photo('s', { source: 'sample' })
    useMasks().of(sample).clear()
    useMasks().of(photo('p')).rectangle({ x: 1, y: 2, width: 3, height: 4 }, 1)
    vi.runAllTimers()
    const kept = ['s', 'p'].map((id) => [
      `pixelloom.mask.${id}`,
      localStorage.getItem(`pixelloom.mask.${id}`)!,
    ])
    fakeApp()
    for (const [key, text] of kept) localStorage.setItem(key!, text!)
    expect(useMasks().of(sample).bounds).toBeUndefined()
    expect(useMasks().of(photo('p')).bounds).toEqual({ x: 1, y: 2, width: 3, height: 4 })
  })
})
