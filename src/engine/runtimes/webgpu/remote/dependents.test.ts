import { expect, it } from 'vitest'
import { Dependents } from './dependents'

it('names all that rests on what goes, once, and forgets it', () => {
  const dependents = new Dependents()
  for (const buffer of [1, 2, 3]) dependents.add(buffer, [])
  dependents.add(10, [1, 2])
  dependents.add(11, [2, 3])
  dependents.add(20, [10, 11])
  expect(dependents.remove(1)).toEqual([1, 10, 20])
  expect(dependents.remove(2)).toEqual([2, 11])
  expect(dependents.remove(3)).toEqual([3])
  expect(dependents.remove(3)).toEqual([3])
})
