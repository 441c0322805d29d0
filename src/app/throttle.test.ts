import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createThrottle } from './throttle'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('acts at once, then once for all calls since', () => {
  const act = vi.fn()
  const throttle = createThrottle(1000, act)
  throttle.call()
  throttle.call()
  throttle.call()
  expect(act).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  expect(act).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(5000)
  expect(act).toHaveBeenCalledTimes(2)
})

it('does nothing more once closed', () => {
  const act = vi.fn()
  const throttle = createThrottle(1000, act)
  throttle.call()
  throttle.call()
  throttle.close()
  vi.advanceTimersByTime(5000)
  expect(act).toHaveBeenCalledTimes(1)
})
