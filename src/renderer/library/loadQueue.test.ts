import { describe, expect, it } from 'vitest'
import { LoadPace } from './loadPace'
import { LoadQueue } from './loadQueue'

const inTime = 17
const late = 50

describe('the pace of loading', () => {
  it('halves after a late frame, never to nothing, and comes back bit by bit', () => {
    const pace = new LoadPace()
    expect(pace.next(inTime)).toBe(4)
    expect(pace.next(late)).toBe(2)
    expect(pace.next(late)).toBe(1)
    for (let frame = 0; frame < 20; frame++) pace.next(late)
    const hard = Array.from({ length: 80 }, () => pace.next(late)).reduce((sum, count) => sum + count)
    expect(hard).toBe(10)
    for (let frame = 0; frame < 1000; frame++) pace.next(inTime)
    expect(pace.next(inTime)).toBe(4)
  })

  it('saves nothing up: a long time without a picture allows no more of them at once', () => {
    const pace = new LoadPace()
    for (let frame = 0; frame < 1000; frame++) expect(pace.next(inTime)).toBeLessThanOrEqual(5)
  })
})

/** A screen whose frames come when they are asked for. */
interface Screen {
  readonly queue: LoadQueue
  readonly frame: (duration: number) => void
  readonly waits: () => boolean
}

function screen(): Screen {
  let now = 1000
  let next: ((now: number) => void) | undefined
  const queue = new LoadQueue((frame) => (next = frame))
  return {
    queue,
    frame(duration) {
      const frame = next
      next = undefined
      now += duration
      frame?.(now)
    },
    waits: () => next !== undefined,
  }
}

describe('pictures that wait to load', () => {
  it('begin newest first, as many in a frame as keep the next in time', () => {
    const { queue, frame } = screen()
    const begun: number[] = []
    const ask = (id: number): unknown => queue.ask(() => begun.push(id))
    for (let id = 1; id <= 12; id++) ask(id)
    expect(begun).toEqual([])
    frame(inTime)
    expect(begun).toEqual([12, 11, 10, 9])
    ask(13)
    frame(late)
    expect(begun.slice(4)).toEqual([13, 8])
  })

  it('all begin once nothing is asked for any more, however late the frames are', () => {
    const { queue, frame, waits } = screen()
    let begun = 0
    const scroll = (): void => {
      for (let count = 0; count < 20; count++) queue.ask(() => (begun += 1))
      frame(late)
    }
    for (let times = 0; times < 10; times++) scroll()
    expect(begun).toBeLessThan(40)
    for (let times = 0; times < 5; times++) frame(late)
    expect(begun).toBe(200)
    expect(waits()).toBe(false)
  })

  it('no longer wait when they went out of view, and wake the queue when more come', () => {
    const { queue, frame, waits } = screen()
    const begun: string[] = []
    const withdraw = queue.ask(() => begun.push('gone'))
    withdraw()
    frame(inTime)
    frame(200)
    expect(begun).toEqual([])
    expect(waits()).toBe(false)
    queue.ask(() => begun.push('later'))
    frame(5000)
    expect(begun).toEqual(['later'])
  })
})
