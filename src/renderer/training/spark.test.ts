import { expect, it } from 'vitest'
import type { MetricsPoint } from '../../shared/jobs'
import { sparkOf } from './spark'

const point = (step: number, loss: number, validation?: number): MetricsPoint => ({
  ...{ step, seconds: step, loss },
  ...(validation !== undefined && { validation }),
})

it('needs two points at different steps', () => {
  expect(sparkOf([], 100, 20)).toBeUndefined()
  expect(sparkOf([point(5, 1)], 100, 20)).toBeUndefined()
  expect(sparkOf([point(5, 1), point(5, 2)], 100, 20)).toBeUndefined()
})

it('runs from the first to the last step, the best value at the bottom', () => {
  const spark = sparkOf([point(0, 30), point(50, 20), point(100, 10)], 100, 20)
  expect(spark).toEqual({ path: 'M0.0 1.0L50.0 10.0L100.0 19.0', first: 30, last: 10, steps: 100 })
})

it('takes what was held out where that was looked at often, and leaves out what is no number', () => {
  const points = Array.from({ length: 20 }, (_, i) => point(i, 99, 20 - i))
  expect(sparkOf([...points, point(20, Number.NaN)], 100, 20)).toMatchObject({
    first: 20,
    last: 1,
    steps: 19,
  })
})

it('stays small, however long the training was', () => {
  const spark = sparkOf(
    Array.from({ length: 50_000 }, (_, i) => point(i, 1000 / (i + 1))),
    100,
    20,
  )
  expect(spark?.path.split(/[ML]/).length).toBeLessThanOrEqual(121)
})
