import { describe, expect, it } from 'vitest'
import { frameHole, framingOf } from '../../shared/framing'
import {
  canMove,
  drawnFrame,
  enlargement,
  grownFrame,
  handleAt,
  heldFrame,
  movedFrame,
  type FrameLimits,
} from './movableFrame'

const limits: FrameLimits = {
  photo: { width: 300, height: 200 },
  hole: { x: 100, y: 80, width: 40, height: 20 },
  modelSize: 32,
}
const frame = { x: 60, y: 30, width: 120, height: 120 }

describe('the frame that a person moves', () => {
  it('moves, but keeps the hole inside', () => {
    expect(movedFrame(frame, { x: 10, y: -5 }, limits)).toEqual({ ...frame, x: 70, y: 25 })
    expect(movedFrame(frame, { x: 500, y: 500 }, limits)).toEqual({ ...frame, x: 100, y: 80 })
    expect(movedFrame(frame, { x: -500, y: -500 }, limits)).toEqual({ ...frame, x: 20, y: 0 })
  })

  it('is never smaller than the hole or the model’s own pictures, nor larger than the photo', () => {
    expect(grownFrame(frame, -1000, limits)).toMatchObject({ width: 40, height: 40 })
    expect(grownFrame(frame, -1000, { ...limits, modelSize: 64 })).toMatchObject({ width: 64 })
    expect(grownFrame(frame, 1000, limits)).toEqual({ x: 0, y: 0, width: 300, height: 200 })
  })

  it('grows about its middle', () => {
    expect(grownFrame(frame, 20, limits)).toEqual({ x: 50, y: 20, width: 140, height: 140 })
  })

  it('follows a corner, while the opposite one stays', () => {
    expect(drawnFrame(frame, { x: 1, y: 1 }, { x: 190, y: 100 }, limits)).toEqual({
      ...{ x: 60, y: 30, width: 130, height: 130 },
    })
    expect(drawnFrame(frame, { x: -1, y: -1 }, { x: 90, y: 60 }, limits)).toEqual({
      ...{ x: 90, y: 60, width: 90, height: 90 },
    })
  })

  it('goes back inside when the hole or the model changed', () => {
    const grown = { ...limits, hole: { x: 0, y: 0, width: 150, height: 20 } }
    expect(heldFrame(frame, grown)).toEqual({ x: 0, y: 0, width: 150, height: 150 })
    expect(heldFrame(frame, limits)).toEqual(frame)
  })

  it('is kept to all its limits wherever it is drawn', () => {
    for (let i = 0; i < 400; i++) {
      const to = { x: ((i * 37) % 500) - 100, y: ((i * 53) % 400) - 100 }
      const sign = (bit: number): -1 | 1 => ((i >> bit) & 1 ? 1 : -1)
      const { x, y, width, height } = drawnFrame(frame, { x: sign(0), y: sign(1) }, to, limits)
      expect(x >= 0 && y >= 0 && x + width <= 300 && y + height <= 200).toBe(true)
      expect(x <= 100 && y <= 80 && x + width >= 140 && y + height >= 100).toBe(true)
      expect(Math.min(width, 200)).toBe(height)
      expect([x, y, width, height].every(Number.isInteger)).toBe(true)
    }
  })

  it('can’t move on a photo as small as the model’s pictures', () => {
    expect(canMove(limits)).toBe(true)
    expect(canMove({ ...limits, photo: { width: 28, height: 28 } })).toBe(false)
  })

  it('is taken by a corner or by what it holds', () => {
    expect(handleAt(frame, { x: 58, y: 148 }, 6)).toEqual({ x: -1, y: 1 })
    expect(handleAt(frame, { x: 100, y: 90 }, 6)).toEqual({ x: 0, y: 0 })
    expect(handleAt(frame, { x: 10, y: 10 }, 6)).toBeUndefined()
  })
})

describe('what a model sees of a frame', () => {
  it('is scaled as the frame that is chosen by itself', () => {
    const chosen = frameHole(limits.photo, limits.hole, 32)
    expect(framingOf(chosen.frame, 32)).toEqual(chosen)
    expect(enlargement(chosen)).toBeCloseTo(120 / 32)
    expect(enlargement(framingOf({ x: 0, y: 0, width: 20, height: 10 }, 32))).toBe(1)
  })
})
