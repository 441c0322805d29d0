import { expect, it } from 'vitest'
import { smooth } from './smooth'

it('leaves values alone where nothing is kept', () => {
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2])
})

it('is the value itself where all are the same, from the first on', () => {
  for (const value of smooth(
    Array.from({ length: 50 }, () => 7),
    0.9,
  ))
    expect(value).toBeCloseTo(7, 10)
})

it('is a weighted mean of those so far', () => {
  expect(smooth([10, 20, 40], 0.5).map((value) => Number(value.toFixed(6)))).toEqual([
    10,
    Number((25 / 1.5).toFixed(6)),
    Number((52.5 / 1.75).toFixed(6)),
  ])
})

it('moves less the more is kept', () => {
  const noisy = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : -1))
  const spread = (keep: number): number => Math.max(...smooth(noisy, keep).slice(100).map(Math.abs))
  expect(spread(0.9)).toBeLessThan(spread(0.5))
  expect(spread(0.5)).toBeLessThan(1)
})
