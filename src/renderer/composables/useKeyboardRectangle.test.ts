import { ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { spanned } from './usePainting'
import { useKeyboardRectangle } from './useKeyboardRectangle'

const key = (name: string, shiftKey = false): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, shiftKey })

describe('a rectangle by keyboard alone', () => {
  it('opens in the middle, moves, grows, and is filled', () => {
    const fill = vi.fn()
    const { area, onKey } = useKeyboardRectangle(ref({ width: 28, height: 28 }), fill)
    expect(onKey(key('ArrowLeft'))).toBe(false)
    expect(onKey(key('Enter'))).toBe(true)
    expect(area.value).toEqual({ x: 7, y: 7, width: 14, height: 14 })
    onKey(key('ArrowLeft'))
    onKey(key('ArrowDown', true))
    expect(area.value).toEqual({ x: 6, y: 7, width: 14, height: 15 })
    onKey(key('Enter'))
    expect(fill).toHaveBeenCalledWith({ x: 6, y: 7, width: 14, height: 15 })
    expect(area.value).toBeUndefined()
  })

  it('stays on the photo, and is dropped by Escape', () => {
    const fill = vi.fn()
    const { area, onKey } = useKeyboardRectangle(ref({ width: 10, height: 10 }), fill)
    onKey(key('Enter'))
    for (let i = 0; i < 30; i++) onKey(key('ArrowRight'))
    for (let i = 0; i < 30; i++) onKey(key('ArrowRight', true))
    expect(area.value).toEqual({ x: 5, y: 2, width: 5, height: 5 })
    onKey(key('Escape'))
    expect(area.value).toBeUndefined()
    expect(fill).not.toHaveBeenCalled()
  })
})

describe('a dragged rectangle', () => {
  it('takes every pixel it touches, in whichever direction it is dragged', () => {
    const photo = { width: 10, height: 10 }
    const expected = { x: 2, y: 3, width: 4, height: 3 }
    expect(spanned({ x: 2.4, y: 3.9 }, { x: 5.1, y: 5.2 }, photo)).toEqual(expected)
    expect(spanned({ x: 5.1, y: 5.2 }, { x: 2.4, y: 3.9 }, photo)).toEqual(expected)
  })

  it('is cut to the photo', () => {
    expect(spanned({ x: -4, y: -4 }, { x: 2, y: 40 }, { width: 10, height: 10 })).toEqual({
      x: 0,
      y: 0,
      width: 2,
      height: 10,
    })
    expect(spanned({ x: 12, y: 1 }, { x: 15, y: 3 }, { width: 10, height: 10 })).toBeUndefined()
  })
})
