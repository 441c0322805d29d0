import { expect, it } from 'vitest'
import type { JobEvent } from '../../shared/jobEvents'
import { EventBuffer } from './eventBuffer'

const row = (number: number): JobEvent => ({
  type: 'row',
  ...{ variant: 0, row: number, width: 1, height: 9, pixels: new Uint8Array(3) },
})
const note: JobEvent = { type: 'note', message: 'there' }

it('tells rows ten times a second, all else at once, and keeps the order', () => {
  const told: (readonly JobEvent[])[] = []
  let now = 0
  const buffer = new EventBuffer(
    (events) => told.push(events),
    () => now,
  )
  for (; now < 250; now += 25) buffer.add(row(now / 25))
  expect(told.map((events) => events.length)).toEqual([1, 4, 4])
  buffer.add(note)
  expect(told.at(-1)).toEqual([row(9), note])
  buffer.add(row(10))
  buffer.flush()
  buffer.flush()
  expect(told.flat()).toEqual([...Array.from({ length: 10 }, (_, i) => row(i)), note, row(10)])
})
