import { describe, expect, it, vi } from 'vitest'
import { useLasso } from './useLasso'

const key = (name: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key: name, ...more })
const [a, b, c] = [
  { x: 1, y: 1 },
  { x: 5, y: 1 },
  { x: 1, y: 5 },
]

describe('an outline being drawn', () => {
  it('fills what its points go round when it is closed', () => {
    const fill = vi.fn()
    const lasso = useLasso(fill)
    lasso.begin(a, 0)
    lasso.add(b, c)
    expect(lasso.onKey(key('Enter'))).toBe(true)
    expect(fill).toHaveBeenCalledExactlyOnceWith([a, b, c], 0)
    expect(lasso.points.value).toEqual([])
  })

  it('takes points back one by one, and can be dropped', () => {
    const fill = vi.fn()
    const lasso = useLasso(fill)
    lasso.begin(a, 1)
    lasso.add(b, c)
    lasso.onKey(key('Backspace'))
    expect(lasso.points.value).toEqual([a, b])
    lasso.onKey(key('z', { ctrlKey: true }))
    expect(lasso.points.value).toEqual([a])
    lasso.onKey(key('Escape'))
    expect(lasso.points.value).toEqual([])
    expect(fill).not.toHaveBeenCalled()
  })

  it('needs three points, and leaves keys alone while it is not there', () => {
    const fill = vi.fn()
    const lasso = useLasso(fill)
    expect(lasso.onKey(key('Enter'))).toBe(false)
    lasso.begin(a, 1)
    lasso.add(b)
    expect(lasso.onKey(key('b'))).toBe(false)
    lasso.close()
    expect(fill).not.toHaveBeenCalled()
    expect(lasso.points.value).toEqual([])
  })
})
