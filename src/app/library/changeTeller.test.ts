import { expect, it, vi } from 'vitest'
import type { Photo } from '../../shared/contract/entities'
import { ChangeTeller, type LibraryDelta } from './changeTeller'

it('tells each photo once, as it is by then, and nothing of one that came and went', () => {
  vi.useFakeTimers()
  const told: LibraryDelta[] = []
  const teller = new ChangeTeller(
    (id) => (id === 'vanished' ? undefined : ({ id } as Photo)),
    (delta) => told.push(delta),
  )
  teller.note('a', 'added')
  teller.note('a', 'changed')
  teller.note('b', 'changed')
  teller.note('b', 'removed')
  teller.note('c', 'added')
  teller.note('c', 'removed')
  teller.note('d', 'removed')
  teller.note('d', 'added')
  teller.note('vanished', 'changed')
  expect(told).toEqual([])
  vi.runAllTimers()
  expect(told).toEqual([{ added: [{ id: 'a' }], changed: [{ id: 'd' }], removed: ['b', 'vanished'] }])
  vi.useRealTimers()
})

it('tells thousands in several goes', () => {
  vi.useFakeTimers()
  const told: LibraryDelta[] = []
  const teller = new ChangeTeller(
    (id) => ({ id }) as Photo,
    (delta) => told.push(delta),
  )
  for (let index = 0; index < 2500; index++) teller.note(`${index}`, 'added')
  vi.runAllTimers()
  expect(told.map(({ added }) => added.length)).toEqual([2000, 500])
  vi.useRealTimers()
})
