import { describe, expect, it } from 'vitest'
import { NativePace } from './pace'

/** A clock that is set by hand. */
function paced(
  pixels: number,
  seconds?: number,
): { pace: NativePace; notes: string[]; wait: (ms: number) => void } {
  let now = 0
  const notes: string[] = []
  const pace = new NativePace(
    { milliseconds: () => now },
    ({ message }) => notes.push(message),
    pixels,
    seconds,
  )
  return { pace, notes, wait: (ms) => void (now += ms) }
}

describe('the pace of drawing at the own size', () => {
  it('says once how long it takes, from what was measured behind the first row', () => {
    const { pace, notes, wait } = paced(10_000)
    pace.beginWindow()
    wait(5000)
    for (let row = 0; row < 40; row++) {
      pace.drawn(100)
      wait(300)
    }
    // 100 pixels in 0.3 s: 10,000 in 30 s, and three quarters of that for judging them.
    expect(notes).toEqual(['At its own size drawing takes about 55 s.'])
  })

  it('says so of the smallest hole, too', () => {
    const { pace, notes, wait } = paced(1)
    pace.beginWindow()
    wait(10)
    pace.drawn(1)
    expect(notes).toEqual(['At its own size drawing takes about 1 s.'])
  })

  it('ends before a window that would take longer than is allowed', () => {
    const { pace, notes, wait } = paced(1000, 10)
    for (const [took, isOver] of [
      [4000, false],
      [2000, false],
      [1000, true],
    ] as const) {
      pace.beginWindow()
      wait(took)
      pace.drawn(100)
      pace.endWindow()
      expect(pace.isOver).toBe(isOver)
    }
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/After 10 s what is left stays at the model's scale\.$/)
  })
})
