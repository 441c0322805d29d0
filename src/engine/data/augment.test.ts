import { describe, expect, it } from 'vitest'
import { augmented, centred } from './augment'
import { packedSet } from './packedSet'

const [count, height, width, channels] = [200, 4, 5, 3] as const
const stride = height * width * channels
const data = Uint8Array.from({ length: count * stride }, (_, i) => (i * 7 + (i >> 4)) % 251)
const set = packedSet({ format: 'npy', values: 'levels', count, height, width, channels, data }, 'data')
const all = Uint32Array.from({ length: count }, (_, i) => i)
const letters = Uint8Array.from({ length: count * 4 }, (_, i) => i % 4)
const at = { seed: 5, visit: 1 }

/** The part of image `index` at (top, left), mirrored or not, 2 smaller. */
function part(index: number, top: number, left: number, mirrored: boolean): string {
  const values: number[] = []
  for (let y = 0; y < height - 2; y++) {
    for (let x = 0; x < width - 2; x++) {
      const from = left + (mirrored ? width - 3 - x : x)
      for (let c = 0; c < channels; c++) {
        values.push(data[index * stride + ((top + y) * width + from) * channels + c] ?? 0)
      }
    }
  }
  return values.join()
}

describe('what training sees', () => {
  it('is the set itself where nothing was asked for', () => {
    expect(augmented(set, { flip: false, crop: 0 }, at)).toBe(set)
    expect(centred(set, { crop: 0 })).toBe(set)
  })

  it('is each part of the images, mirrored or not, about equally often', async () => {
    const seen = augmented(set, { flip: true, crop: 2 }, at)
    expect([seen.height, seen.width]).toEqual([2, 3])
    const images = await seen.read(all)
    const counts = new Map<string, number>()
    for (const index of all) {
      const shown = images.subarray(index * 18, (index + 1) * 18).join()
      for (let view = 0; view < 18; view++) {
        const [top, left, mirrored] = [view % 3, Math.floor(view / 3) % 3, view >= 9]
        if (shown === part(index, top, left, mirrored))
          counts.set(`${view}`, (counts.get(`${view}`) ?? 0) + 1)
      }
    }
    expect(counts.size).toBe(18)
    expect([...counts.values()].reduce((a, b) => a + b)).toBe(count)
    // 200 images on 18 views: the 0.999 quantile of chi-square with 17 degrees of freedom.
    const expected = count / 18
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(40.8)
  })

  it('is each orientation of a square about equally often, and of others those that keep their sides', async () => {
    const square = packedSet(
      { format: 'npy', values: 'levels', count, height: 2, width: 2, channels: 1, data: letters },
      'data',
    )
    const images = await augmented(square, { flip: false, orient: true, crop: 0 }, at).read(all)
    const counts = new Map<string, number>()
    for (const index of all) {
      const shown = images.subarray(index * 4, (index + 1) * 4).join()
      counts.set(shown, (counts.get(shown) ?? 0) + 1)
    }
    expect(counts.size).toBe(8)
    // 200 images on 8 views: the 0.999 quantile of chi-square with 7 degrees of freedom.
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 25) ** 2 / 25, 0)
    expect(chiSquare).toBeLessThan(24.4)

    const lying = await augmented(set, { flip: false, orient: true, crop: 0 }, at).read(
      Uint32Array.of(0, 1, 2, 3),
    )
    for (const image of [0, 1, 2, 3]) {
      const corners = [0, width - 1, (height - 1) * width, height * width - 1]
      const colour = (values: Uint8Array, pixel: number): string =>
        values.subarray(pixel * 3, pixel * 3 + 3).join()
      const original = data.subarray(image * stride, (image + 1) * stride)
      const first = colour(lying.subarray(image * stride), 0)
      expect(corners.map((corner) => colour(original, corner))).toContain(first)
    }
  })

  it('depends on seed, visit and image alone', async () => {
    const choices = { flip: true, crop: 2 }
    const images = await augmented(set, choices, at).read(all)
    const one = await augmented(set, choices, at).read(Uint32Array.of(150, 3))
    expect([...one.subarray(18)]).toEqual([...images.subarray(54, 72)])
    expect(await augmented(set, choices, { ...at, visit: 2 }).read(all)).not.toEqual(images)
    expect(await augmented(set, choices, { ...at, seed: 6 }).read(all)).not.toEqual(images)
  })

  it('is the centre in validation', async () => {
    const images = await centred(set, { crop: 2 }).read(all)
    expect(images.subarray(18 * 7, 18 * 8).join()).toBe(part(7, 1, 1, false))
    expect(() => centred(set, { crop: 4 })).toThrow(
      expect.objectContaining({ code: 'invalid-argument', subject: 'crop' }) as Error,
    )
  })
})
