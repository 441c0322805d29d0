import { describe, expect, it } from 'vitest'
import { holds } from '../../../shared/framing'
import type { Rectangle } from '../../../shared/geometry'
import { planWindows } from './windows'

const photo = { width: 90, height: 70 }
const everywhere = (): boolean => true
const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const holes: readonly Rectangle[] = [
  { x: 20, y: 30, width: 33, height: 21 },
  { x: 0, y: 0, width: 25, height: 40 },
  { x: 70, y: 50, width: 20, height: 20 },
  { x: 0, y: 0, width: 90, height: 70 },
  { x: 44, y: 0, width: 1, height: 1 },
]

describe('windows over a hole', () => {
  const models = [
    { size: 8, reach: 3, pieces: false },
    { size: 8, reach: 3, pieces: true },
    { size: 8, reach: Infinity, pieces: false },
    { size: 7, reach: Infinity, pieces: true },
  ]
  it.each(models)('draw each pixel once, in the photo, what they see being inside it: %o', (model) => {
    for (const bounds of holes) {
      const { windows, neighbourhood } = planWindows(photo, bounds, everywhere, model)
      const times = new Uint8Array(photo.width * photo.height)
      let [row, column] = [0, -1]
      for (const { frame, block } of windows) {
        expect(holds({ x: 0, y: 0, ...photo }, frame)).toBe(true)
        expect(holds(frame, block)).toBe(true)
        expect(holds(neighbourhood, frame)).toBe(true)
        expect(block.y > row || (block.y === row && block.x > column) || column === -1).toBe(true)
        ;[row, column] = [block.y, block.x]
        for (let y = block.y; y < block.y + block.height; y++) {
          for (let x = block.x; x < block.x + block.width; x++) times[y * photo.width + x]!++
        }
      }
      times.forEach((count, i) => {
        const at = { x: i % photo.width, y: Math.floor(i / photo.width), width: 1, height: 1 }
        expect(count).toBe(holds(bounds, at) ? 1 : 0)
      })
    }
  })

  it('of a finite reach have all that a pixel can see, as far as there is a photo', () => {
    for (const pieces of [false, true]) {
      for (const bounds of holes) {
        const { windows, wide } = planWindows(photo, bounds, everywhere, { size: 8, reach: 3, pieces })
        expect(wide).toBe(true)
        expect(windows).toHaveLength(pieces ? Math.ceil(bounds.height / 4) : 1)
        for (const { frame, block } of windows) {
          expect(frame.x).toBe(Math.max(0, block.x - 3))
          expect(frame.y).toBe(Math.max(0, block.y - 3))
          expect(frame.x + frame.width).toBe(Math.min(photo.width, block.x + block.width + 3))
        }
      }
    }
  })

  it('of an endless reach are no larger than what the model was trained on', () => {
    for (const bounds of holes) {
      const { windows } = planWindows(photo, bounds, everywhere, { size: 8, reach: Infinity, pieces: false })
      for (const { frame, block } of windows) {
        expect([frame.width, frame.height <= 8, block.width <= 4, block.height <= 4]).toEqual([
          8,
          true,
          true,
          true,
        ])
        if (block.y >= 8) expect(frame.height).toBe(8)
      }
    }
  })

  it('of a scattered hole are only where it is', () => {
    const dots = [
      { x: 1, y: 1, width: 1, height: 1 },
      { x: 80, y: 60, width: 2, height: 1 },
    ]
    const has = (block: Rectangle): boolean => dots.some((dot) => overlaps(dot, block))
    const bounds = { x: 1, y: 1, width: 81, height: 60 }
    for (const reach of [3, Infinity]) {
      const { windows, wide } = planWindows(photo, bounds, has, { size: 8, reach, pieces: false })
      expect(wide).toBe(false)
      expect(windows.length).toBeLessThanOrEqual(4)
      for (const dot of dots) expect(windows.some(({ block }) => overlaps(dot, block))).toBe(true)
    }
  })
})
