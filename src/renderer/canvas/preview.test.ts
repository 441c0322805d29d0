import { describe, expect, it } from 'vitest'
import { createBitmap, fillRectangle } from './bitmap'
import { Preview } from './preview'

const red = Uint8Array.from([255, 0, 0, 255, 0, 0])
const pixel = (preview: Preview, x: number, y: number): number[] => [
  ...preview.data.slice((y * preview.width + x) * 4, (y * preview.width + x) * 4 + 4),
]

describe('a picture being drawn', () => {
  const mask = createBitmap(20, 20)
  fillRectangle(mask, { x: 8, y: 8, width: 4, height: 8 }, 1)
  const frame = { x: 4, y: 4, width: 12, height: 12 }

  it('replaces masked pixels only, inside the frame', () => {
    const preview = new Preview({ width: 2, height: 2, frame }, mask)
    preview.drawRow(0, red)
    preview.drawRow(1, red)
    expect([preview.width, preview.height]).toEqual([12, 12])
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        const masked = x >= 4 && x < 8 && y >= 4 && y < 12
        expect(pixel(preview, x, y)).toEqual(masked ? [255, 0, 0, 255] : [0, 0, 0, 0])
      }
    }
  })

  it('hides the photo where nothing is drawn yet', () => {
    const preview = new Preview({ width: 2, height: 2, frame }, mask)
    preview.drawRow(0, red)
    expect(pixel(preview, 5, 5)).toEqual([255, 0, 0, 255])
    expect(pixel(preview, 5, 8)[3]).toBe(255)
    expect(pixel(preview, 5, 8)[0]).not.toBe(255)
    expect(pixel(preview, 0, 8)[3]).toBe(0)
  })

  it('covers each of its lines with exactly one row, whatever the sizes', () => {
    const preview = new Preview(
      { width: 7, height: 7, frame: { x: 0, y: 0, width: 20, height: 18 } },
      undefined,
    )
    const covered = Array.from({ length: 7 }, (_, row) => preview.drawRow(row, new Uint8Array(21)))
    expect(covered[0]?.from).toBe(0)
    expect(covered.at(-1)?.to).toBe(preview.height)
    for (const [i, lines] of covered.entries()) if (i > 0) expect(lines.from).toBe(covered[i - 1]?.to)
  })

  it('puts each colour of a row in its place', () => {
    const preview = new Preview(
      { width: 2, height: 1, frame: { x: 0, y: 0, width: 4, height: 2 } },
      undefined,
    )
    preview.drawRow(0, Uint8Array.from([1, 2, 3, 4, 5, 6]))
    expect(pixel(preview, 1, 1)).toEqual([1, 2, 3, 255])
    expect(pixel(preview, 2, 0)).toEqual([4, 5, 6, 255])
  })

  it('stays small for a large frame', () => {
    const preview = new Preview(
      { width: 32, height: 16, frame: { x: 0, y: 0, width: 6000, height: 3000 } },
      undefined,
    )
    expect(Math.max(preview.width, preview.height)).toBeLessThanOrEqual(1024)
    expect(preview.width / preview.height).toBeCloseTo(2)
  })
})
