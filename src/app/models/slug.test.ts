import { expect, it } from 'vitest'
import { slug } from './slug'

it.each([
  ['Birds & Bees', 'birds-bees'],
  ['Überflieger', 'uberflieger'],
  ['../../etc/passwd', 'etc-passwd'],
  ['  -- ', 'model'],
  ['猫', 'model'],
  ['CON', 'model-con'],
  ['a'.repeat(80), 'a'.repeat(48)],
])('makes a folder name of %j', (name, expected) => {
  expect(slug(name)).toBe(expected)
})
