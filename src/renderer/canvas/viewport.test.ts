import { describe, expect, it } from 'vitest'
import { fitted, panned, revealed, scaleLimits, toPhoto, wheelIntent, zoomedAt } from './viewport'

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

  it('zooms between limits, out beyond fitting and in to single pixels', () => {
    const limits = scaleLimits(0.01)
    const at = { x: 100, y: 100 }
    expect(zoomedAt({ scale: 0.01, x: 0, y: 0 }, at, 0.1, limits).scale).toBe(0.005)
    expect(zoomedAt({ scale: 90, x: 0, y: 0 }, at, 10, limits).scale).toBe(96)
    expect(scaleLimits(200).largest).toBe(200)
  })

  it('follows a point that leaves the stage, and no other', () => {
    const before = { scale: 2, x: 10, y: 10 }
    expect(revealed(before, { x: 100, y: 100 }, stage)).toEqual(before)
    const after = revealed(before, { x: 600, y: -50 }, stage)
    expect(after.x + 600 * 2).toBe(900 - 48)
    expect(after.y - 50 * 2).toBe(48)
  })

  it('tells a wheel from fingers on a trackpad', () => {
    const none = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false }
    expect(wheelIntent({ ...none, deltaY: 100 })).toEqual({ zoom: Math.exp(-0.16) })
    expect(wheelIntent({ ...none, deltaY: -4.0002 })).toHaveProperty('zoom')
    expect(wheelIntent({ ...none, deltaY: 3, deltaMode: 1 })).toEqual({ zoom: Math.exp(-48 * 0.0016) })
    expect(wheelIntent({ ...none, deltaX: 5, deltaY: 12 })).toEqual({ pan: { x: -5, y: -12 } })
    expect(wheelIntent({ ...none, deltaY: 7 })).toMatchObject({ pan: { y: -7 } })
    expect(wheelIntent({ ...none, deltaY: 2.5, ctrlKey: true })).toEqual({ zoom: Math.exp(-0.025) })
    expect(wheelIntent({ ...none, deltaY: 100, shiftKey: true })).toEqual({ pan: { x: -100, y: 0 } })
  })
})
