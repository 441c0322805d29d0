import { describe, expect, it } from 'vitest'
import { covered, resize } from './resize'

const grey = (width: number, height: number, values: number[]) =>
  ({ width, height, channels: 1, data: Uint8Array.from(values) }) as const

describe('resize', () => {
  it('means whole blocks downwards', () => {
    const image = grey(4, 2, [0, 10, 200, 202, 20, 30, 204, 206])
    expect(resize(image, 2, 1).data).toEqual(Uint8Array.of(15, 203))
  })

  it('weighs pixels that are covered in part', () => {
    expect(resize(grey(3, 1, [0, 90, 240]), 2, 1).data).toEqual(Uint8Array.of(30, 190))
  })

  it('takes nothing from beyond the covered pixels, at any pair of sizes', () => {
    for (const [before, after] of [
      [100, 7],
      [49, 7],
      [33, 32],
      [1000, 333],
    ] as const) {
      for (let i = 0; i < after; i++) {
        const { from, to } = covered(i, before, after)
        const row = Array.from({ length: before }, (_, x) => (x >= from && x < to ? 80 : 255))
        expect(resize(grey(before, 1, row), after, 1).data[i]).toBe(80)
      }
    }
  })

  it('is smooth upwards and keeps the ends', () => {
    expect(resize(grey(2, 1, [0, 100]), 4, 1).data).toEqual(Uint8Array.of(0, 25, 75, 100))
    expect(resize(grey(1, 1, [7]), 3, 3).data).toEqual(new Uint8Array(9).fill(7))
  })

  it('keeps an image of the same size, in an array of its own', () => {
    const image = grey(2, 2, [1, 2, 3, 4])
    const same = resize(image, 2, 2)
    expect(same.data).toEqual(image.data)
    expect(same.data).not.toBe(image.data)
  })

  it('lets no colour through from transparent pixels', () => {
    const data = Uint8Array.of(10, 20, 30, 255, 250, 250, 250, 0)
    expect(resize({ width: 2, height: 1, channels: 4, data }, 1, 1).data).toEqual(
      Uint8Array.of(10, 20, 30, 128),
    )
  })
})
