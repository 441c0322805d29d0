import { describe, expect, it } from 'vitest'
import { columnsOf, inUnit, linesOf, lookBefore, nearest, type CurveView } from './curves'

const view: CurveView = { x: 'steps', unit: 'nats', logX: false, logY: false, smoothing: 0 }
const points = [
  { step: 0, seconds: 0, loss: 100 },
  { step: 10, seconds: 2, loss: 80, validation: 90 },
  { step: 20, seconds: 2, loss: 60 },
  { step: 30, seconds: 6, loss: 50, validation: 70 },
]
const source = { id: 'a', name: 'A', points, dimensions: 16 }

describe('the lines of a chart', () => {
  it('are the training and its looks, over steps', () => {
    const [training, validation] = linesOf([source], view, 1000)
    expect(training).toMatchObject({ what: 'training', curve: { steps: [0, 10, 20, 30] } })
    expect(validation).toMatchObject({ what: 'validation', curve: { steps: [10, 30], values: [90, 70] } })
  })

  it('go by time, each place once', () => {
    const [training] = linesOf([source], { ...view, x: 'time' }, 1000)
    expect(training?.curve).toEqual({ steps: [0, 2, 6], values: [100, 80, 50] })
  })

  it('leave out what a logarithm has no place for', () => {
    const [training] = linesOf([source], { ...view, logX: true }, 1000)
    expect(training?.curve.steps).toEqual([10, 20, 30])
  })

  it('show what was smoothed beside what it was', () => {
    const lines = linesOf([source], { ...view, smoothing: 0.5 }, 1000)
    expect(lines.map(({ what }) => what)).toEqual(['raw', 'training', 'validation'])
    expect(lines[0]?.curve.values).toEqual([100, 80, 60, 50])
    expect(lines[1]?.curve.values[3]).toBeGreaterThan(50)
  })

  it('of several trainings share one axis', () => {
    const other = { ...source, id: 'b', points: [{ step: 5, seconds: 1, loss: 9 }] }
    const [steps, ...columns] = columnsOf(linesOf([source, other], view, 1000))
    expect(steps).toEqual([0, 5, 10, 20, 30])
    expect(columns).toHaveLength(4)
    expect(columns[2]).toEqual([null, 9, null, null, null])
  })
})

it('bits a dimension are nats by their dimensions and the logarithm of two', () => {
  expect(inUnit(16 * Math.LN2, 'bits', 16)).toBeCloseTo(1, 12)
  expect(inUnit(5, 'nats', 16)).toBe(5)
})

it('a place is read at the nearest point, and with the last look so far', () => {
  expect(nearest(points, 14, view)?.step).toBe(10)
  expect(nearest(points, 999, view)?.step).toBe(30)
  expect(lookBefore(points, 20)?.step).toBe(10)
  expect(lookBefore(points, 5)).toBeUndefined()
})
