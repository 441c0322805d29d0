import { expect, it } from 'vitest'
import { openImageSet } from '../../src/engine/data/open'
import { splitHeldOut } from '../../src/engine/data/split'
import { BatchOrder } from '../../src/engine/training/batches'
import { fakeFolder } from './fakeFolder'

const [count, size] = [1_000_000, 16] as const

it('goes through a million images in less memory than they would take', { timeout: 1_200_000 }, async () => {
  const { host, used } = fakeFolder({ count, perFolder: 1000 })
  const before = process.memoryUsage().rss
  let peak = 0
  const onProgress = (): void => {
    if (used.decoded % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().rss - before)
  }
  const options = { size, cacheFolder: '/cache', onProgress }
  await openImageSet(host, '/images', options)
  const began = performance.now()
  const set = await openImageSet(host, '/images', options)
  const seconds = (performance.now() - began) / 1000
  const order = new BatchOrder(splitHeldOut(set, 0.1).training, 16, 1)
  for (let step = 0; step < 200; step++) await set.read(order.at(step))
  peak = Math.max(peak, process.memoryUsage().rss - before)
  process.stdout.write(`${Math.round(peak / 2 ** 20)} MiB at most; opened again in ${seconds.toFixed(1)} s\n`)
  expect([set.count, used.decoded]).toEqual([count, count])
  // At 64 x 64 in colour they would be 12 GB; what is kept of each does not depend on its size.
  expect(peak).toBeLessThan(1.2e9)
})
