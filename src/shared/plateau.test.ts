import { expect, it } from 'vitest'
import { patience, Plateau } from './plateau'

it('remembers the best look and says so', () => {
  const plateau = new Plateau()
  expect(plateau.look(10, 100)).toBe(true)
  expect(plateau.look(20, 110)).toBe(false)
  expect(plateau.look(30, 90)).toBe(true)
  expect(plateau.best).toEqual({ step: 30, nats: 90 })
})

it('is exhausted after as many stale looks as its patience, and not before', () => {
  const plateau = new Plateau()
  plateau.look(0, 100)
  for (let i = 1; i < patience; i++) plateau.look(i, 100 + i)
  expect(plateau.exhausted).toBe(false)
  plateau.look(patience, 100)
  expect(plateau.exhausted).toBe(true)
})

it('counts an improvement too small to matter as best, but as stale', () => {
  const plateau = new Plateau()
  plateau.look(0, 100)
  expect(plateau.look(1, 99.999)).toBe(true)
  expect(plateau.stale).toBe(1)
  plateau.look(2, 90)
  expect(plateau.stale).toBe(0)
})
