import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RowEvent } from '../../shared/jobEvents'
import { Outbox, outboxSpacing } from './outbox'

function row(number: number): RowEvent {
  return { type: 'row', variant: 0, row: number, width: 1, height: 99, pixels: new Uint8Array(3) }
}

describe('Outbox', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function open(): { outbox: Outbox; told: string[] } {
    const told: string[] = []
    const outbox = new Outbox({
      rows: (rows) => told.push(`rows ${rows.map(({ row }) => row).join()}`),
      metrics: (points) => told.push(`metrics ${points.map(({ step }) => step).join()}`),
      pictures: (pictures) => told.push(`pictures ${pictures.map(({ variant }) => variant).join()}`),
      progress: () => told.push('progress'),
    })
    return { outbox, told }
  }

  it('tells the first word at once and the rest in one batch later', () => {
    const { outbox, told } = open()
    for (let number = 0; number < 5; number++) outbox.row(row(number))
    expect(told).toEqual(['rows 0'])
    vi.advanceTimersByTime(outboxSpacing)
    expect(told).toEqual(['rows 0', 'rows 1,2,3,4'])
  })

  it('tells about ten times a second, whatever comes in, and loses nothing', () => {
    const { outbox, told } = open()
    for (let number = 0; number < 1000; number++) {
      outbox.row(row(number))
      vi.advanceTimersByTime(1)
    }
    outbox.flush()
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(told.length).toBeLessThanOrEqual(12)
    expect(told.join().match(/\d+/g)).toHaveLength(1000)
  })

  it('passes over older pictures where more come than can be seen', () => {
    const { outbox, told } = open()
    for (let variant = 0; variant < 100; variant++) {
      outbox.picture({ role: 'sample', variant, address: `jobs/1/${variant}.png` })
    }
    outbox.flush()
    const newest = Array.from({ length: 24 }, (_, i) => 76 + i).join()
    expect(told).toEqual(['pictures 0', `pictures ${newest}`])
  })

  it('hands on what waits when flushed, and nothing twice', () => {
    const { outbox, told } = open()
    outbox.progress()
    outbox.progress()
    outbox.metrics([{ step: 3, seconds: 1, loss: 2 }])
    outbox.flush()
    expect(told).toEqual(['progress', 'metrics 3', 'progress'])
    vi.advanceTimersByTime(10 * outboxSpacing)
    expect(told).toHaveLength(3)
  })

  it('keeps no timer after its end', () => {
    const { outbox } = open()
    outbox.progress()
    outbox.row(row(1))
    outbox.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
