import { describe, expect, it } from 'vitest'
import { patienceSteps, Trend } from './trend'

/** The losses one after the other; how many were taken in before training was found lost, if it was. */
function watch(losses: readonly number[], trend = new Trend()): number | undefined {
  for (const [i, loss] of losses.entries()) {
    try {
      trend.add(loss)
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'diverged' })
      expect(String(thrown)).toContain('smaller learning rate')
      return i
    }
  }
  return undefined
}

const falling = Array.from({ length: 100 }, (_, i) => 600 - 5 * i)
const steady = (loss: number, count = patienceSteps): number[] => new Array<number>(count).fill(loss)

describe('the trend of losses', () => {
  it('is lost when it stays far above its best and its start', () => {
    expect(watch([...falling, ...steady(5000)])).toBe(100 + patienceSteps - 1)
  })

  it('is not lost where it comes back, however far it was', () => {
    const trend = new Trend()
    expect(watch([...falling, ...steady(1e9, patienceSteps - 1)], trend)).toBeUndefined()
    expect(trend.isFarOff).toBe(true)
    expect(watch([100, ...steady(1e9, patienceSteps - 1)], trend)).toBeUndefined()
  })

  it('is not lost by a bad beginning, nor by images that differ', () => {
    expect(watch([...steady(1e6, 500), ...steady(100, 500)])).toBeUndefined()
    expect(watch([...falling, ...steady(0.01, 500), ...steady(400, 500)])).toBeUndefined()
  })

  it('goes on from its state as if it had never stopped', () => {
    const losses = [...falling, ...steady(5000)]
    const first = new Trend()
    watch(losses.slice(0, 110), first)
    expect(watch(losses.slice(110), new Trend(first.state))).toBe(100 + patienceSteps - 1 - 110)
  })
})
