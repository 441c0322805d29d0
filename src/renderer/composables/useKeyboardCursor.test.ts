import { ref, shallowRef } from 'vue'
import { describe, expect, it } from 'vitest'
import { MaskDocument } from '../canvas/maskDocument'
import type { Viewport } from '../canvas/viewport'
import type { Tool } from '../stores/workbench'
import { useKeyboardCursor } from './useKeyboardCursor'
import { useLasso } from './useLasso'
import type { ViewportControl } from './useViewport'

/** A photo of 100 x 80 at 8 pixels of the screen for one of its own: a step is one pixel. */
function setUp(start: Tool) {
  const tool = ref<Tool>(start)
  const mask = shallowRef(new MaskDocument(100, 80))
  const viewport = shallowRef<Viewport>({ scale: 8, x: 0, y: 0 })
  const nothing = (): void => undefined
  const seen: unknown[] = []
  const control: ViewportControl = {
    ...{ viewport, atFit: ref(true), percent: ref(800), fit: nothing, zoom: nothing, zoomTo: nothing },
    ...{ actual: nothing, pan: nothing, reveal: (point) => seen.push(point) },
  }
  const lasso = useLasso((points, value) => mask.value.polygon(points, value))
  const cursor = useKeyboardCursor({
    ...{ control, tool, mask, lasso, diameter: ref(3) },
    stage: shallowRef({ width: 800, height: 640 }),
    photo: shallowRef({ width: 100, height: 80 }),
  })
  const press = (keys: string, more: KeyboardEventInit = {}): boolean[] =>
    keys
      .split(' ')
      .map((key) => cursor.onKey(new KeyboardEvent('keydown', { key: key === 'Space' ? ' ' : key, ...more })))
  return { tool, mask: mask.value, cursor, lasso, press, seen }
}

describe('the canvas without a pointer', () => {
  it('shows its cross by Enter in the middle, moves it by arrows, and keeps it on the photo', () => {
    const { cursor, press, seen } = setUp('brush')
    expect(press('ArrowLeft')).toEqual([false])
    press('Enter')
    expect(cursor.at.value).toEqual({ x: 50.5, y: 40.5 })
    press('ArrowLeft ArrowLeft ArrowUp')
    expect(cursor.at.value).toEqual({ x: 48.5, y: 39.5 })
    press('ArrowDown', { shiftKey: true })
    expect(cursor.at.value).toEqual({ x: 48.5, y: 45.5 })
    expect(seen.at(-1)).toEqual(cursor.at.value)
    for (let i = 0; i < 20; i++) press('ArrowRight', { shiftKey: true })
    expect(cursor.at.value?.x).toBe(99.5)
  })

  it('stamps by Enter, and paints along while Space is held', () => {
    const { mask, cursor, press } = setUp('brush')
    press('Enter Enter')
    expect(mask.bounds).toEqual({ x: 49, y: 39, width: 3, height: 3 })
    press('Space ArrowRight ArrowRight')
    cursor.onKeyUp(new KeyboardEvent('keyup', { key: ' ' }))
    expect(mask.bounds).toEqual({ x: 49, y: 39, width: 5, height: 3 })
    press('ArrowRight ArrowRight')
    expect(mask.bounds?.width).toBe(5)
    mask.undo()
    expect(mask.bounds?.width).toBe(3)
  })

  it('erases with the eraser, or with Alt', () => {
    const { mask, tool, press } = setUp('eraser')
    mask.rectangle({ x: 0, y: 0, width: 100, height: 80 }, 1)
    press('Enter Enter')
    expect(mask.bitmap.data[40 * 100 + 50]).toBe(0)
    tool.value = 'brush'
    press('ArrowRight ArrowRight ArrowRight ArrowRight')
    press('Enter', { altKey: true })
    expect(mask.bitmap.data[40 * 100 + 54]).toBe(0)
  })

  it('fills a rectangle from one corner to the other, or drops it', () => {
    const { mask, cursor, press } = setUp('rectangle')
    press('Enter Enter ArrowRight ArrowRight ArrowDown')
    expect(cursor.area.value).toEqual({ x: 50, y: 40, width: 3, height: 2 })
    press('Escape')
    expect(cursor.area.value).toBeUndefined()
    expect(mask.bounds).toBeUndefined()
    press('Space ArrowLeft ArrowLeft Space')
    expect(mask.bounds).toEqual({ x: 50, y: 41, width: 3, height: 1 })
  })

  it('draws a lasso point by point, and closes it by the same point twice', () => {
    const { mask, lasso, press } = setUp('lasso')
    press('Enter Enter')
    press('ArrowRight', { shiftKey: true })
    press('Enter')
    press('ArrowDown', { shiftKey: true })
    press('Enter')
    expect(lasso.points.value).toHaveLength(3)
    press('Enter')
    expect(lasso.points.value).toHaveLength(0)
    expect(mask.bounds).toBeDefined()
    expect(mask.coverage).toBeGreaterThan(10 / 8000)
  })
})
