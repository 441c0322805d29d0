import { describe, expect, it, vi } from 'vitest'
import { MaskDocument } from './maskDocument'

function stroke(mask: MaskDocument, x: number, y: number): void {
  mask.begin()
  mask.paint({ x, y }, { x: x + 3, y }, 2, 1)
  mask.paint({ x: x + 3, y }, { x: x + 3, y: y + 3 }, 2, 1)
  mask.end()
}

describe('the mask of a photo', () => {
  it('takes back one stroke at a time and puts it back', () => {
    const mask = new MaskDocument(20, 16)
    const states = [mask.bitmap.data.slice()]
    for (const at of [2, 6, 10]) {
      stroke(mask, at, at)
      states.push(mask.bitmap.data.slice())
    }
    for (const before of [2, 1, 0]) {
      mask.undo()
      expect(mask.bitmap.data).toEqual(states[before])
    }
    expect(mask.canUndo).toBe(false)
    for (const after of [1, 2, 3]) {
      mask.redo()
      expect(mask.bitmap.data).toEqual(states[after])
    }
    expect(mask.canRedo).toBe(false)
  })

  it('forgets what was taken back once something new is painted', () => {
    const mask = new MaskDocument(20, 16)
    stroke(mask, 2, 2)
    mask.undo()
    stroke(mask, 9, 9)
    expect(mask.canRedo).toBe(false)
    mask.undo()
    expect(mask.bitmap.data.includes(1)).toBe(false)
  })

  it('keeps no step for a stroke that changed nothing', () => {
    const mask = new MaskDocument(10, 10)
    mask.begin()
    mask.paint({ x: 3, y: 3 }, { x: 4, y: 4 }, 3, 0)
    mask.end()
    mask.clear()
    expect(mask.canUndo).toBe(false)
  })

  it('takes back inverting, clearing and rectangles', () => {
    const mask = new MaskDocument(10, 10)
    mask.rectangle({ x: 1, y: 1, width: 4, height: 4 }, 1)
    const squared = mask.bitmap.data.slice()
    mask.invert()
    mask.clear()
    mask.undo()
    mask.undo()
    expect(mask.bitmap.data).toEqual(squared)
  })

  it('knows the rectangle around what is to be filled, after every change', () => {
    const mask = new MaskDocument(30, 20)
    expect(mask.bounds).toBeUndefined()
    mask.rectangle({ x: 4, y: 5, width: 6, height: 7 }, 1)
    expect(mask.bounds).toEqual({ x: 4, y: 5, width: 6, height: 7 })
    mask.undo()
    expect(mask.bounds).toBeUndefined()
  })

  it('grows its rectangle while a stroke lasts, and is exact after it', () => {
    const mask = new MaskDocument(40, 40)
    mask.rectangle({ x: 10, y: 10, width: 4, height: 4 }, 1)
    expect(mask.bounds).toEqual({ x: 10, y: 10, width: 4, height: 4 })
    mask.begin()
    mask.paint({ x: 20, y: 12 }, { x: 24, y: 12 }, 2, 1)
    expect(mask.bounds).toEqual({ x: 10, y: 10, width: 15, height: 4 })
    mask.end()
    mask.begin()
    mask.paint({ x: 20, y: 12 }, { x: 26, y: 12 }, 8, 0)
    mask.end()
    expect(mask.bounds).toEqual({ x: 10, y: 10, width: 4, height: 4 })
  })

  it('tells of finished changes only', () => {
    const mask = new MaskDocument(20, 20)
    const settled = vi.fn()
    mask.onSettled = settled
    mask.begin()
    mask.paint({ x: 3, y: 3 }, { x: 9, y: 3 }, 3, 1)
    expect(settled).not.toHaveBeenCalled()
    mask.end()
    expect(settled).toHaveBeenCalledOnce()
    mask.undo()
    expect(settled).toHaveBeenCalledTimes(2)
  })
})
