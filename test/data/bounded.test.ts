import { describe, expect, it } from 'vitest'
import { openImageSet } from '../../src/engine/data/open'
import { splitHeldOut } from '../../src/engine/data/split'
import { fakeFolder } from './fakeFolder'

const [count, size] = [20_000, 16] as const
const stride = size * size * 3

describe('a folder of more images than fit into memory', () => {
  it('is written to its cache and read from it a few images at a time', async () => {
    const { host, used } = fakeFolder({ count, perFolder: 500 })
    const options = { size, cacheFolder: '/cache', memoryLimit: 100 * stride }
    const first = await openImageSet(host, '/images', options)
    expect([first.count, used.decoded]).toEqual([count, count])
    expect(used.longestWrite).toBeLessThanOrEqual(64 * stride)
    const second = await openImageSet(host, '/images', options)
    expect(used.decoded).toBe(count)
    const { training, heldOut } = splitHeldOut(second, 0.1)
    expect(training.length + heldOut.length).toBe(count)
    const batch = await second.read(Uint32Array.from({ length: 16 }, (_, i) => (i * 7919) % count))
    expect(batch.every((value) => value === 77)).toBe(true)
    expect(used.longestPixelRead).toBeLessThanOrEqual(16 * stride)
    expect(used.decoded).toBe(count)
  })
})
