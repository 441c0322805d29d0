import { describe, expect, it, vi } from 'vitest'
import { MaskDocument } from './maskDocument'

function stroke(mask: MaskDocument, x: number, y: number): void {
  mask.begin()
  mask.paint({ x, y }, { x: x + 3, y }, 2, 1)
  mask.paint({ x: x + 3, y }, { x: x + 3, y: y + 3 }, 2, 1)
  mask.end()
}

/** By hand: of hundreds of thousands of bytes an assertion of its own would take seconds. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
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

  const operations: Record<string, (mask: MaskDocument) => void> = {
    'a stroke': (mask) => {
      mask.begin()
      mask.paint({ x: 10, y: 20 }, { x: 560, y: 280 }, 30, 1)
      mask.end()
    },
    'an erasing stroke': (mask) => {
      mask.begin()
      mask.paint({ x: 240, y: 250 }, { x: 280, y: 270 }, 40, 0)
      mask.end()
    },
    'a rectangle': (mask) => mask.rectangle({ x: 250, y: 250, width: 99, height: 20 }, 1),
    'a lasso': (mask) =>
      mask.polygon(
        [
          { x: 3, y: 4 },
          { x: 590, y: 100 },
          { x: 200, y: 290 },
        ],
        1,
      ),
    inverting: (mask) => mask.invert(),
    clearing: (mask) => mask.clear(),
    growing: (mask) => mask.grow(9),
    shrinking: (mask) => mask.shrink(9),
    replacing: (mask) => mask.replace(new Uint8Array(600 * 300).fill(1, 1000, 90000)),
  }
  /** Larger than a tile each way, so that changes lie in several. */
  function begun(): MaskDocument {
    const mask = new MaskDocument(600, 300)
    mask.rectangle({ x: 230, y: 240, width: 90, height: 30 }, 1)
    return mask
  }

  it.each(Object.entries(operations))('takes back %s, and does it again', (_name, act) => {
    const mask = begun()
    const before = mask.bitmap.data.slice()
    act(mask)
    const after = mask.bitmap.data.slice()
    expect(same(after, before)).toBe(false)
    mask.undo()
    expect(same(mask.bitmap.data, before)).toBe(true)
    mask.redo()
    expect(same(mask.bitmap.data, after)).toBe(true)
  })

  it('takes back all of them one after another, with what is counted right at each step', () => {
    const mask = begun()
    const states = [mask.bitmap.data.slice()]
    const exact = (data: Uint8Array) => new MaskDocument(600, 300, data.slice())
    const acts = [
      'a stroke',
      'growing',
      'a lasso',
      'an erasing stroke',
      'inverting',
      'shrinking',
      'clearing',
      'a rectangle',
    ]
    for (const act of acts) {
      operations[act]!(mask)
      states.push(mask.bitmap.data.slice())
    }
    while (states.length > 1) {
      const state = states.pop()!
      expect(same(mask.bitmap.data, state)).toBe(true)
      expect(mask.bounds).toEqual(exact(state).bounds)
      expect(mask.coverage).toBe(state.reduce((sum, value) => sum + value, 0) / (600 * 300))
      mask.undo()
    }
    expect(same(mask.bitmap.data, states[0]!)).toBe(true)
  })

  it('gives up a stroke that another finger broke off', () => {
    const mask = begun()
    const before = mask.bitmap.data.slice()
    const { bounds } = mask
    mask.begin()
    mask.paint({ x: 10, y: 20 }, { x: 560, y: 280 }, 30, 1)
    mask.abandon()
    expect(same(mask.bitmap.data, before)).toBe(true)
    expect(mask.bounds).toEqual(bounds)
    mask.undo()
    expect(mask.bounds).toBeUndefined()
  })

  it('rests in few bytes, and wakes as it was, with its history', () => {
    const mask = begun()
    const before = mask.bitmap.data.slice()
    const runs = mask.runs()
    mask.rest()
    expect(mask.runs()).toEqual(runs)
    expect(mask.bounds).toEqual({ x: 230, y: 240, width: 90, height: 30 })
    mask.rest()
    expect(same(mask.bitmap.data, before)).toBe(true)
    mask.rest()
    mask.undo()
    expect(mask.bounds).toBeUndefined()
  })

  it('takes what was kept for its own, or under what was painted before it came', () => {
    const kept = new Uint8Array(100).fill(1, 30, 40)
    const untouched = new MaskDocument(10, 10, new Uint8Array(100).fill(1, 50))
    const settled = vi.fn()
    untouched.onSettled = settled
    untouched.adopt(kept)
    expect(untouched.bitmap.data).toEqual(kept)
    expect(untouched.canUndo).toBe(false)
    expect(settled).not.toHaveBeenCalled()
    const painted = new MaskDocument(10, 10)
    painted.rectangle({ x: 0, y: 0, width: 10, height: 1 }, 1)
    painted.adopt(kept)
    expect(painted.coverage).toBe(0.2)
  })
})
