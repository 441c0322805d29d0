import { describe, expect, it } from 'vitest'
import { createBitmap, fillRectangle } from './bitmap'
import { drawOverlay, marchEdge } from './overlay'
import { overlayColours } from './overlayStyle'

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

  it('has an edge of light and dark dashes inside and a dark one outside, to be seen on any photo', () => {
    const target = screen(40, 40)
    const edge = drawOverlay(mask, { scale: 4, x: 0, y: 0 }, target)
    const at = (x: number, y: number) => [...target.data.slice((y * 40 + x) * 4, (y * 40 + x) * 4 + 3)]
    const along = Array.from({ length: 16 }, (_, i) => at(8, 12 + i))
    expect(along.filter((colour) => Math.min(...colour) > 200)).toHaveLength(8)
    expect(along.filter((colour) => Math.max(...colour) < 80)).toHaveLength(8)
    expect(Math.max(...at(7, 18))).toBeLessThan(80)
    expect(edge).toHaveLength(4 * 15)
  })

  it('moves the dashes on as if all were drawn again', () => {
    const [moved, drawn] = [screen(40, 40), screen(40, 40)]
    const style = { colour: 'red', opacity: 0.3 } as const
    const edge = drawOverlay(mask, { scale: 4, x: 1, y: 2 }, moved, { style })
    marchEdge(moved, Int32Array.from(edge), 3, style)
    drawOverlay(mask, { scale: 4, x: 1, y: 2 }, drawn, { style, phase: 3 })
    expect(moved.data).toEqual(drawn.data)
  })

  it('takes the colour and the opacity that a person chose', () => {
    const target = screen(40, 40)
    drawOverlay(mask, { scale: 4, x: 0, y: 0 }, target, { style: { colour: 'green', opacity: 0.2 } })
    const middle = [...target.data.slice((20 * 40 + 16) * 4, (20 * 40 + 16) * 4 + 4)]
    expect(middle.slice(0, 3)).toEqual([...overlayColours.green])
    expect(middle[3]).toBeGreaterThan(40)
    expect(middle[3]).toBeLessThan(70)
  })

  it('repaints only the part asked for', () => {
    const target = screen(40, 40)
    target.data.fill(9)
    drawOverlay(mask, { scale: 4, x: 0, y: 0 }, target, { part: { x: 3, y: 10, width: 4, height: 2 } })
    expect(target.alpha(4, 9)).toBe(9)
    expect(target.alpha(4, 10)).toBe(0)
    expect(target.alpha(2, 10)).toBe(9)
    expect(target.alpha(7, 11)).toBe(9)
    expect(target.alpha(4, 12)).toBe(9)
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
