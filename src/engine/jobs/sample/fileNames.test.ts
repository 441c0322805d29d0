import { expect, it } from 'vitest'
import { defaultTemplate, fileNames } from './fileNames'

it('numbers files with as many digits as the last one has', () => {
  const name = fileNames(defaultTemplate, { count: 1000, seed: 7, extension: '.webp' })
  expect([name(0), name(999)]).toEqual(['sample-0001.webp', 'sample-1000.webp'])
  const bird = fileNames('bird {seed} {index}.png', { count: 20, seed: 7, extension: '.png' })
  expect(bird(3)).toBe('bird 7 03.png')
})

it.each([
  ['digit.png', /needs \{number\} or \{index\}/],
  ['../{number}.png', /is no plain file name/],
  ['a/{number}.png', /is no plain file name/],
  ['{number}.jpg', /must end in .png/],
  ['{number}-{what}.png', /has \{what\}; there are \{number\}, \{index\} and \{seed\}/],
])('takes no %s', (template, message) => {
  expect(() => fileNames(template, { count: 2, seed: 0, extension: '.png' })).toThrow(message)
})
