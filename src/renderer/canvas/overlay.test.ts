import { describe, expect, it } from 'vitest'
import { createBitmap, fillRectangle } from './bitmap'
import { drawOverlay } from './overlay'

function screen(width: number, height: number) {
  const data = new Uint8ClampedArray(width * height * 4)
  return { width, height, data, alpha: (x: number, y: number) => data[(y * width + x) * 4 + 3] }
}

describe('the mask over the photo', () => {
  const mask = createBitmap(10, 10)
  fillRectangle(mask, { x: 2, y: 3, width: 4, height: 4 }, 1)

  it('covers what is to be filled and nothing else, at any zoom and place', () => {
    const viewport = { scale: 6, x: 11, y: -7 }
    const target = screen(90, 60)
    drawOverlay(mask, viewport, target)
    for (let y = 0; y < 60; y++) {
      for (let x = 0; x < 90; x++) {
        const photoX = Math.floor((x + 0.5 - viewport.x) / viewport.scale)
        const photoY = Math.floor((y + 0.5 - viewport.y) / viewport.scale)
        const inside = photoX >= 2 && photoX < 6 && photoY >= 3 && photoY < 7
        const nearby = x > 20 && x < 49 && y > 8 && y < 37
        if (inside) expect(target.alpha(x, y)).toBeGreaterThan(100)
        else if (!nearby) expect(target.alpha(x, y)).toBe(0)
      }
    }
  })

  it('has a light edge inside and a dark one outside, to be seen on any photo', () => {
    const target = screen(40, 40)
    drawOverlay(mask, { scale: 4, x: 0, y: 0 }, target)
    const at = (x: number, y: number) => [...target.data.slice((y * 40 + x) * 4, (y * 40 + x) * 4 + 3)]
    expect(Math.min(...at(8, 18))).toBeGreaterThan(200)
    expect(Math.max(...at(7, 18))).toBeLessThan(80)
  })

  it('repaints only the lines asked for', () => {
    const target = screen(40, 40)
    target.data.fill(9)
    drawOverlay(mask, { scale: 4, x: 0, y: 0 }, target, { from: 10, to: 12 })
    expect(target.alpha(0, 9)).toBe(9)
    expect(target.alpha(0, 10)).toBe(0)
    expect(target.alpha(0, 12)).toBe(9)
  })

  it('shows a mask that is smaller than a pixel of the screen nowhere outside the photo', () => {
    const target = screen(8, 8)
    const full = createBitmap(100, 100)
    full.data.fill(1)
    drawOverlay(full, { scale: 0.05, x: 1, y: 1 }, target)
    expect(target.alpha(3, 3)).toBeGreaterThan(100)
    expect(target.alpha(7, 7)).toBe(0)
  })
})
