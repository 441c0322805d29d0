import { expect, it } from 'vitest'
import { WeightAverage } from './average'

const constant = (value: number): Map<string, Float32Array> => new Map([['w', Float32Array.of(value)]])

it('forgets what it began with in the first steps, and then follows slowly', () => {
  const average = new WeightAverage(constant(1000), 0.9)
  average.add(constant(0), 1)
  expect(average.weights().get('w')?.[0]).toBeCloseTo((1000 * 2) / 11, 3)
  for (let step = 2; step <= 100; step++) average.add(constant(0), step)
  expect(Math.abs(average.weights().get('w')?.[0] ?? NaN)).toBeLessThan(1e-3)
  average.add(constant(1), 1000)
  expect(average.weights().get('w')?.[0]).toBeCloseTo(0.1, 3)
})

it('hands out copies, and takes one up', () => {
  const average = new WeightAverage(constant(3), 0.5)
  average.weights().get('w')?.fill(9)
  expect(average.weights()).toEqual(constant(3))
  average.restore(constant(4))
  expect(average.weights()).toEqual(constant(4))
  expect(() => average.restore(new Map())).toThrow(
    expect.objectContaining({ code: 'model-damaged', subject: 'w' }) as Error,
  )
})
