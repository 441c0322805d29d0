import { expect, it } from 'vitest'
import { BatchOrder } from './batches'

const images = Uint32Array.from({ length: 10 }, (_, i) => 100 + i)

it('shows every image once an epoch, less a remainder, and another order in the next', () => {
  const order = new BatchOrder(images, 3, 7)
  expect(order.stepsPerEpoch).toBe(3)
  const epoch = (n: number): number[] => [0, 1, 2].flatMap((s) => [...order.at(3 * n + s)])
  expect(new Set(epoch(0)).size).toBe(9)
  expect(epoch(0).every((i) => images.includes(i))).toBe(true)
  expect(epoch(0)).not.toEqual(epoch(1))
})

it('depends on seed and step alone', () => {
  const straight = new BatchOrder(images, 4, 1)
  const steps = Array.from({ length: 6 }, (_, s) => [...straight.at(s)])
  const jumped = new BatchOrder(images, 4, 1)
  expect([...jumped.at(5)]).toEqual(steps[5])
  expect([...jumped.at(0)]).toEqual(steps[0])
  expect([...new BatchOrder(images, 4, 2).at(0)]).not.toEqual(steps[0])
})

it('takes a smaller batch where there are fewer images', () => {
  const order = new BatchOrder(images.subarray(0, 2), 16, 0)
  expect(order.batch).toBe(2)
  expect(order.stepsPerEpoch).toBe(1)
})
