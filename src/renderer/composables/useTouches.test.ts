import { describe, expect, it } from 'vitest'
import { panned, toPhoto, zoomedAt, type Viewport } from '../canvas/viewport'
import { useTouches } from './useTouches'

describe('two fingers on the photo', () => {
  it('keep the points under them while they part and wander', () => {
    let viewport: Viewport = { scale: 1, x: 0, y: 0 }
    const stage = { width: 800, height: 600 }
    const touches = useTouches({
      pan: ({ x, y }) => {
        viewport = panned(viewport, { x, y }, stage, { width: 1000, height: 1000 })
      },
      zoom: (factor, at) => {
        viewport = zoomedAt(viewport, at!, factor)
      },
    })
    expect(touches.down(1, { x: 300, y: 300 })).toBe(false)
    expect(touches.pinching()).toBe(false)
    expect(touches.down(2, { x: 500, y: 300 })).toBe(true)
    const [a, b] = [toPhoto(viewport, { x: 300, y: 300 }), toPhoto(viewport, { x: 500, y: 300 })]
    touches.move(1, { x: 200, y: 320 })
    touches.move(2, { x: 600, y: 320 })
    expect(viewport.scale).toBeCloseTo(2, 1)
    expect(toPhoto(viewport, { x: 200, y: 320 }).x).toBeCloseTo(a.x, 0)
    expect(toPhoto(viewport, { x: 600, y: 320 }).x).toBeCloseTo(b.x, 0)
    expect(touches.up(2)).toBe(true)
    const before = viewport
    touches.move(1, { x: 0, y: 0 })
    expect(viewport).toBe(before)
    expect(touches.up(1)).toBe(false)
  })
})
