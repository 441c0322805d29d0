import { expect, it } from 'vitest'
import { folderOfDrop } from './droppedFolder'
import { middleOf, sideBars, smallerThan } from './suited'

const sides = [
  [10, 2],
  [20, 3],
  [300, 6],
] as const

it('the middle side is one that half of the images reach', () => {
  expect(middleOf(sides)).toBe(300)
  expect(
    middleOf([
      [10, 5],
      [20, 5],
    ]),
  ).toBe(10)
})

it('counts what would be enlarged', () => {
  expect([smallerThan(sides, 10), smallerThan(sides, 32), smallerThan(sides, 999)]).toEqual([0, 5, 11])
})

it('bars hold every image once', () => {
  const bars = sideBars(sides)
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(11)
  expect(bars[0]).toMatchObject({ from: 10, count: 2 })
  for (const [i, bar] of bars.entries()) expect(bar.to).toBe(bars[i + 1]?.from ?? bar.to)
  expect(sideBars([[28, 9]])).toEqual([{ from: 28, to: 29, count: 9 }])
  expect(sideBars([])).toEqual([])
})

it('a drop means a folder where that can be told', () => {
  expect(folderOfDrop(['/pictures/sky'])).toBe('/pictures/sky')
  expect(folderOfDrop(['/pictures/a.png', '/pictures/b.png'])).toBe('/pictures')
  expect(folderOfDrop(['C:\\p\\a.png', 'C:\\p\\b.png'])).toBe('C:\\p')
  expect(folderOfDrop(['/a/a.png', '/b/b.png'])).toBeUndefined()
  expect(folderOfDrop([undefined])).toBeUndefined()
  expect(folderOfDrop([])).toBeUndefined()
})
