import { describe, expect, it } from 'vitest'
import type { Framing } from '../../shared/framing'
import { createBitmap, fillRectangle } from './bitmap'
import { Preview } from './preview'

const red = Uint8Array.from([255, 0, 0, 255, 0, 0])
const green = Uint8Array.from([0, 255, 0, 0, 255, 0])
const pixel = (preview: Preview, x: number, y: number): number[] => [
  ...preview.data.slice((y * preview.width + x) * 4, (y * preview.width + x) * 4 + 4),
]
const whole = (width: number, height: number): Framing['frame'] => ({ x: 0, y: 0, width, height })

describe('a picture being drawn', () => {
  const mask = createBitmap(20, 20)
  fillRectangle(mask, { x: 8, y: 8, width: 4, height: 8 }, 1)
  const frame = { x: 4, y: 4, width: 12, height: 12 }
  const framing = { width: 2, height: 2, frame }

  it('replaces masked pixels only, inside the frame', () => {
    const preview = new Preview(frame, mask)
    preview.drawRow(framing, 0, red)
    preview.drawRow(framing, 1, red)
    expect([preview.width, preview.height]).toEqual([12, 12])
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        const masked = x >= 4 && x < 8 && y >= 4 && y < 12
        expect(pixel(preview, x, y)).toEqual(masked ? [255, 0, 0, 255] : [0, 0, 0, 0])
      }
    }
  })

  it('hides the photo where nothing is drawn yet', () => {
    const preview = new Preview(frame, mask)
    preview.drawRow(framing, 0, red)
    expect(pixel(preview, 5, 5)).toEqual([255, 0, 0, 255])
    expect(pixel(preview, 5, 8)[3]).toBe(255)
    expect(pixel(preview, 5, 8)[0]).not.toBe(255)
    expect(pixel(preview, 0, 8)[3]).toBe(0)
  })

  it('paints the rows of each frame where they belong, and keeps those of the frames before', () => {
    const two = createBitmap(20, 20)
    fillRectangle(two, { x: 1, y: 1, width: 2, height: 2 }, 1)
    fillRectangle(two, { x: 15, y: 15, width: 2, height: 2 }, 1)
    const preview = new Preview(whole(20, 20), two)
    const first = { width: 2, height: 2, frame: { x: 0, y: 0, width: 4, height: 4 } }
    const second = { width: 2, height: 2, frame: { x: 14, y: 14, width: 4, height: 4 } }
    preview.drawRow(first, 0, red)
    preview.drawRow(first, 1, red)
    expect(pixel(preview, 15, 15).slice(0, 3)).not.toEqual([255, 0, 0])
    preview.drawRow(second, 0, green)
    preview.drawRow(second, 1, green)
    expect(pixel(preview, 1, 1)).toEqual([255, 0, 0, 255])
    expect(pixel(preview, 2, 2)).toEqual([255, 0, 0, 255])
    expect(pixel(preview, 16, 16)).toEqual([0, 255, 0, 255])
    expect(pixel(preview, 0, 0)).toEqual([0, 0, 0, 0])
  })

  it('lets a later frame replace what lies under it', () => {
    const preview = new Preview(whole(8, 8), undefined)
    const one = { width: 1, height: 1, frame: whole(8, 8) }
    preview.drawRow(one, 0, red)
    preview.drawRow({ ...one, frame: { x: 4, y: 4, width: 4, height: 4 } }, 0, green)
    expect(pixel(preview, 3, 3)).toEqual([255, 0, 0, 255])
    expect(pixel(preview, 4, 4)).toEqual([0, 255, 0, 255])
  })

  it('cuts off what a frame has beside its area', () => {
    const preview = new Preview(whole(4, 4), undefined)
    const beyond = { width: 2, height: 2, frame: { x: 2, y: 2, width: 8, height: 8 } }
    expect(preview.drawRow(beyond, 0, red)).toEqual({ from: 2, to: 4 })
    expect(preview.drawRow(beyond, 1, red)).toEqual({ from: 4, to: 4 })
    expect(pixel(preview, 3, 3)).toEqual([255, 0, 0, 255])
    expect(pixel(preview, 1, 1)).toEqual([0, 0, 0, 0])
  })

  it('covers each of its lines with exactly one row, whatever the sizes', () => {
    const preview = new Preview(whole(20, 18), undefined)
    const framed = { width: 7, height: 7, frame: whole(20, 18) }
    const covered = Array.from({ length: 7 }, (_, row) => preview.drawRow(framed, row, new Uint8Array(21)))
    expect(covered[0]?.from).toBe(0)
    expect(covered.at(-1)?.to).toBe(preview.height)
    for (const [i, lines] of covered.entries()) if (i > 0) expect(lines.from).toBe(covered[i - 1]?.to)
  })

  it('puts each colour of a row in its place', () => {
    const preview = new Preview(whole(4, 2), undefined)
    preview.drawRow({ width: 2, height: 1, frame: whole(4, 2) }, 0, Uint8Array.from([1, 2, 3, 4, 5, 6]))
    expect(pixel(preview, 1, 1)).toEqual([1, 2, 3, 255])
    expect(pixel(preview, 2, 0)).toEqual([4, 5, 6, 255])
  })

  it('stays small for a large frame, but shows every pixel of the model’s', () => {
    const preview = new Preview(whole(6000, 3000), undefined)
    expect([preview.width, preview.height]).toEqual([768, 384])
    expect(new Preview(whole(6000, 3000), undefined, 1000).width).toBe(1000)
  })
})
