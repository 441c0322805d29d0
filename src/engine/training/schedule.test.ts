import { describe, expect, it } from 'vitest'
import { hasLength, learningRateAt, type RateSettings } from './schedule'

const settings: RateSettings = { learningRate: 2, schedule: 'constant', warmUp: 0, limit: { steps: 100 } }
const rate = (changes: Partial<RateSettings>, step: number, seconds = 0): number =>
  learningRateAt({ ...settings, ...changes }, { step, seconds, stepsPerEpoch: 10 })

describe('a learning rate', () => {
  it('stays constant', () => {
    expect([0, 50, 99, 1000].map((step) => rate({ limit: {} }, step))).toEqual([2, 2, 2, 2])
  })

  it('is divided by ten after a half and three quarters of the steps', () => {
    const at = [0, 49, 50, 74, 75, 99].map((step) => rate({ schedule: 'step' }, step))
    ;[2, 2, 0.2, 0.2, 0.02, 0.02].forEach((expected, i) => expect(at[i]).toBeCloseTo(expected, 12))
  })

  it('falls along a cosine to a hundredth, and stays there', () => {
    const at = [0, 50, 100, 500].map((step) => rate({ schedule: 'cosine' }, step))
    ;[2, 1.01, 0.02, 0.02].forEach((expected, i) => expect(at[i]).toBeCloseTo(expected, 12))
    const all = Array.from({ length: 101 }, (_, step) => rate({ schedule: 'cosine' }, step))
    expect(all.every((value, i) => i === 0 || value < (all[i - 1] ?? 0))).toBe(true)
  })

  it('rises evenly in the warm-up, and the schedule begins after it', () => {
    expect([0, 1, 2, 3, 4].map((step) => rate({ warmUp: 3 }, step))).toEqual([0.5, 1, 1.5, 2, 2])
    const cosine = { schedule: 'cosine', warmUp: 20 } as const
    expect(rate(cosine, 20)).toBe(2)
    expect(rate(cosine, 60)).toBeCloseTo(1.01, 12)
  })

  it('goes by epochs, by a length of its own, or by time', () => {
    expect(rate({ schedule: 'cosine', limit: { epochs: 20 } }, 100)).toBeCloseTo(1.01, 12)
    const own = { schedule: 'cosine', scheduleSteps: 10 } as const
    expect([rate(own, 5), rate(own, 50)].map((value) => value.toFixed(6))).toEqual(['1.010000', '0.020000'])
    expect(rate({ schedule: 'cosine', limit: { minutes: 1 } }, 7, 30)).toBeCloseTo(1.01, 12)
    // Whichever ends first.
    expect(rate({ schedule: 'cosine', limit: { steps: 1000, minutes: 1 } }, 7, 30)).toBeCloseTo(1.01, 12)
    expect(rate({ schedule: 'step', limit: {} }, 3)).toBeCloseTo(0.02, 12)
  })

  it('needs an end, unless it is constant', () => {
    expect(hasLength({ ...settings, limit: {} })).toBe(true)
    expect(hasLength({ ...settings, schedule: 'cosine', limit: {} })).toBe(false)
    expect(hasLength({ ...settings, schedule: 'step', limit: { minutes: 1 } })).toBe(true)
    expect(hasLength({ ...settings, schedule: 'step', limit: {}, scheduleSteps: 9 })).toBe(true)
  })
})
