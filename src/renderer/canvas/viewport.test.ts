import { describe, expect, it } from 'vitest'
import { fitted, panned, toPhoto, zoomedAt } from './viewport'

const stage = { width: 900, height: 700 }
const margins = { top: 60, bottom: 40, side: 30 }

describe('where the photo lies', () => {
  it('enlarges a tiny picture by whole pixels', () => {
    expect(fitted(stage, { width: 28, height: 28 }, margins).scale).toBe(21)
  })

  it('counts device pixels on a dense screen', () => {
    const { scale } = fitted(stage, { width: 28, height: 28 }, margins, 2)
    expect(scale * 2).toBe(Math.floor((600 / 28) * 2))
  })

  it('shows all of a large photo, inside the margins', () => {
    const photo = { width: 4000, height: 3000 }
    const { scale, x, y } = fitted(stage, photo, margins)
    expect(x).toBeGreaterThanOrEqual(30)
    expect(y).toBeGreaterThanOrEqual(60)
    expect(x + photo.width * scale).toBeLessThanOrEqual(870.5)
    expect(y + photo.height * scale).toBeLessThanOrEqual(660.5)
  })

  it('leaves a photo that fits at its own size', () => {
    expect(fitted(stage, { width: 600, height: 400 }, margins).scale).toBe(1)
  })

  it('keeps the point under the pointer when it zooms', () => {
    const before = { scale: 2, x: 30, y: -15 }
    const at = { x: 211, y: 307 }
    const after = zoomedAt(before, at, 1.7)
    expect(after.scale).toBeCloseTo(3.4)
    expect(toPhoto(after, at).x).toBeCloseTo(toPhoto(before, at).x)
    expect(toPhoto(after, at).y).toBeCloseTo(toPhoto(before, at).y)
  })

  it('never loses the photo from sight', () => {
    const photo = { width: 100, height: 100 }
    const far = panned({ scale: 1, x: 0, y: 0 }, { x: -5000, y: 5000 }, stage, photo)
    expect(far.x + photo.width).toBeGreaterThan(0)
    expect(far.y).toBeLessThan(stage.height)
  })
})
