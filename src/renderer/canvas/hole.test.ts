import { describe, expect, it } from 'vitest'
import { createBitmap, fillRectangle } from './bitmap'
import { holeSize } from './hole'
import { framingOf } from '../../shared/framing'

const whole = framingOf({ x: 0, y: 0, width: 8, height: 8 }, 8)

function mask(x: number, y: number, width: number, height: number) {
  const bitmap = createBitmap(8, 8)
  fillRectangle(bitmap, { x, y, width, height }, 1)
  return bitmap
}

describe('what there is to draw', () => {
  it('is every pixel of the hole, at the photo’s own size', () => {
    expect(holeSize(mask(2, 2, 3, 2), whole)).toEqual({ pixels: 6, unknown: 6, followed: true })
  })

  it('is followed by nothing when the hole is all that comes last', () => {
    expect(holeSize(mask(0, 4, 8, 4), whole).followed).toBe(false)
    expect(holeSize(mask(0, 0, 8, 8), whole).followed).toBe(false)
    expect(holeSize(mask(4, 7, 4, 1), whole).followed).toBe(false)
    expect(holeSize(mask(4, 4, 4, 4), whole).followed).toBe(true)
    expect(holeSize(mask(0, 0, 8, 4), whole).followed).toBe(true)
  })

  it('counts at the model’s scale each pixel that the hole touches', () => {
    const small = framingOf({ x: 0, y: 0, width: 8, height: 8 }, 4)
    expect(holeSize(mask(1, 1, 2, 2), small)).toEqual({ pixels: 4, unknown: 4, followed: true })
    // At that scale nothing of the last row is known.
    expect(holeSize(mask(0, 5, 8, 2), small)).toEqual({ pixels: 16, unknown: 8, followed: false })
  })

  it('looks at the frame alone', () => {
    const part = framingOf({ x: 4, y: 0, width: 4, height: 4 }, 8)
    expect(holeSize(mask(4, 2, 4, 2), part)).toEqual({ pixels: 8, unknown: 8, followed: false })
  })
})
