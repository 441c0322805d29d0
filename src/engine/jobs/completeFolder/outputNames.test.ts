import { expect, it } from 'vitest'
import { fitsFileSystem, outputFile, outputNames, withoutEnding } from './outputNames'

const filesOf = (keys: string[], count: number): string[] =>
  [...outputNames(keys).values()].flatMap((name) =>
    Array.from({ length: count }, (_, variant) => outputFile(name, variant)),
  )

it('names completions as those of a single image, in its folder', () => {
  expect(filesOf(['a.png', 'birds/robin.red.JPG'], 2)).toEqual([
    'a-1.png',
    'a-2.png',
    'birds/robin.red-1.png',
    'birds/robin.red-2.png',
  ])
})

it.each([
  [
    ['a.png', 'a.jpg', 'b/a.png'],
    ['a.png-1.png', 'a.jpg-1.png', 'b/a-1.png'],
  ],
  [
    ['a.png', 'A.jpg'],
    ['a.png-1.png', 'A.jpg-1.png'],
  ],
  // The whole name of one would be the short name of another.
  [
    ['a.jpg', 'a.png', 'a.png.jpg'],
    ['a.jpg-1.png', 'a.png-1.png', 'a.png.jpg-1.png'],
  ],
])('keeps endings where names differ in nothing else: %j', (keys, files) => {
  expect(filesOf(keys, 1)).toEqual(files)
})

it('gives no two completions one file', () => {
  const stems = ['a', 'a-1', 'a-1-1', 'a.png', 'a.png-1', 'sub/a', 'sub/a-1']
  const keys = stems.flatMap((stem) => ['png', 'jpg', 'PNG.png', 'webp'].map((ending) => `${stem}.${ending}`))
  const files = filesOf(keys, 12)
  expect(new Set(files).size).toBe(keys.length * 12)
})

it('takes off no more than the ending of the last name', () => {
  expect(['a.b/c.png', 'a.b/c', '.png', 'x/.png'].map(withoutEnding)).toEqual([
    'a.b/c',
    'a.b/c',
    '.png',
    'x/.png',
  ])
})

it('knows which names are too long, in bytes', () => {
  expect(fitsFileSystem('a'.repeat(249), 9)).toBe(true)
  expect(fitsFileSystem('a'.repeat(249), 10)).toBe(false)
  expect(fitsFileSystem(`folder/${'ü'.repeat(124)}`, 9)).toBe(true)
  expect(fitsFileSystem(`folder/${'ü'.repeat(125)}`, 9)).toBe(false)
})
