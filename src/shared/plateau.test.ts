import { expect, it } from 'vitest'
import { patience, Plateau, plateauOf } from './plateau'

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

it('has the patience it is given', () => {
  const plateau = new Plateau({ step: 0, nats: 100 }, 1, 3)
  plateau.look(1, 100)
  expect(plateau.exhausted).toBe(false)
  plateau.look(2, 100)
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

it('is flat before it is exhausted, and comes to the same from a curve', () => {
  const points = [100, 90, 91, 92, 93, 94].map((validation, i) => ({ step: 10 * i, validation }))
  const plateau = plateauOf([{ step: 5 }, ...points])
  expect(plateau.best).toEqual({ step: 10, nats: 90 })
  expect([plateau.flat, plateau.exhausted]).toEqual([true, false])
  expect(plateauOf(points.slice(0, 5)).flat).toBe(false)
  expect(plateauOf([{ step: 1 }]).best).toBeUndefined()
})
