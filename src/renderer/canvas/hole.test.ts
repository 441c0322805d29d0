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

  it('is what looking at every pixel finds, for scattered masks and uneven scales', () => {
    let state = 7
    for (const [side, model, every] of [
      [23, 7, 40],
      [31, 30, 9],
      [40, 11, 300],
      [16, 16, 2],
    ] as const) {
      const bitmap = createBitmap(side + 5, side + 3)
      for (let i = 0; i < bitmap.data.length; i++) {
        state = (state * 1664525 + 1013904223) % 4294967296
        bitmap.data[i] = state % every === 0 ? 1 : 0
      }
      const framing = framingOf({ x: 2, y: 1, width: side, height: side }, model)
      let [pixels, unknown, followed] = [0, 0, false]
      for (let v = 0; v < framing.height; v++) {
        for (let u = 0; u < framing.width; u++) {
          const cell = (index: number, extent: number): [number, number] => [
            Math.floor((index * side) / extent),
            Math.ceil(((index + 1) * side) / extent),
          ]
          const [[left, right], [top, bottom]] = [cell(u, framing.width), cell(v, framing.height)]
          let set = false
          for (let y = top; y < bottom; y++) {
            for (let x = left; x < right; x++) set ||= bitmap.data[(y + 1) * bitmap.width + x + 2] === 1
          }
          if (set) unknown++
          else followed ||= unknown > 0
        }
      }
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) pixels += bitmap.data[(y + 1) * bitmap.width + x + 2]!
      }
      expect(holeSize(bitmap, framing)).toEqual({ pixels, unknown, followed })
    }
  })
})
