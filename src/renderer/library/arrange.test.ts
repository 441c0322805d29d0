import { describe, expect, it } from 'vitest'
import { photo } from '../testing/fixtures'
import { applyDelta } from './applyDelta'
import { arrange, type Arrangement } from './arrange'

const all: Arrangement = { search: '', filter: 'all', sorting: 'added', descending: false }
const photos = [
  photo('s', { source: 'sample', name: 'digit.png', order: 0, folder: '' }),
  photo('a', { name: 'Zürich 10.jpg', order: 1, modified: 30, width: 100, folder: '/home/Holiday' }),
  photo('b', { name: 'Zürich 9.jpg', order: 2, modified: 10, width: 300, folder: '/home/Holiday' }),
  photo('c', { name: 'cat.jpg', order: 3, modified: 20, width: 200, folder: '/pets', missing: true }),
]
const ids = (some: Partial<Arrangement>, made: string[] = []): string[] =>
  arrange(photos, { ...all, ...some }, new Set(made)).map(({ id }) => id)

describe('arranging', () => {
  it('sorts by whatever is asked, numbers in names as people count', () => {
    expect(ids({})).toEqual(['s', 'a', 'b', 'c'])
    expect(ids({ descending: true })).toEqual(['c', 'b', 'a', 's'])
    expect(ids({ sorting: 'name' })).toEqual(['c', 's', 'b', 'a'])
    expect(ids({ sorting: 'modified', descending: true })).toEqual(['a', 'c', 'b', 's'])
    expect(ids({ sorting: 'size' })).toEqual(['s', 'a', 'c', 'b'])
  })

  it('sorts by when photos were taken, by their files’ dates where they do not say', () => {
    const scanned = photo('old', { taken: -5, modified: 40 })
    const taken = [...photos, scanned, photo('new', { taken: 25, modified: 1 })]
    const shown = (descending: boolean): string[] =>
      arrange(taken, { ...all, sorting: 'taken', descending }, new Set()).map(({ id }) => id)
    expect(shown(false)).toEqual(['old', 's', 'b', 'c', 'new', 'a'])
    expect(shown(true)).toEqual(['a', 'new', 'c', 'b', 's', 'old'])
  })

  it('shows the newest first, and samples after them in their own order', () => {
    const samples = ['first', 'second'].map((id) => photo(id, { source: 'sample' }))
    const shown = (some: typeof photos): string[] =>
      arrange(some, { ...all, descending: true }, new Set()).map(({ id }) => id)
    expect(shown([...samples, ...photos.slice(1)])).toEqual(['c', 'b', 'a', 'first', 'second'])
    expect(shown(samples)).toEqual(['first', 'second'])
    expect(shown([])).toEqual([])
  })

  it('finds every word in name or folder, without case and accents', () => {
    expect(ids({ search: 'zurich HOLIDAY' })).toEqual(['a', 'b'])
    expect(ids({ search: ' zürich 10 ' })).toEqual(['a'])
    expect(ids({ search: 'zurich pets' })).toEqual([])
  })

  it('filters', () => {
    expect(ids({ filter: 'samples' })).toEqual(['s'])
    expect(ids({ filter: 'missing' })).toEqual(['c'])
    expect(ids({ filter: 'made' }, ['b', 'gone'])).toEqual(['b'])
  })

  it('leaves the list it is given as it is', () => {
    const before = [...photos]
    ids({ sorting: 'name', descending: true })
    expect(photos).toEqual(before)
  })
})

describe('a change', () => {
  const shown = (delta: Partial<Parameters<typeof applyDelta>[1]>): string[] =>
    applyDelta(photos, { added: [], changed: [], removed: [], ...delta }).map(({ id }) => id)

  it('puts a photo that comes back where it was, and a new sample before all others', () => {
    expect(shown({ removed: ['a', 'c'] })).toEqual(['s', 'b'])
    const back = photo('between', { order: 1.5 })
    expect(shown({ added: [back] })).toEqual(['s', 'a', 'between', 'b', 'c'])
    expect(shown({ added: [photo('t', { source: 'sample', order: 9 })] })).toEqual(['s', 't', 'a', 'b', 'c'])
  })

  it('replaces what is there already, and passes over what it does not know', () => {
    const again = photo('a', { name: 'new name', order: 1 })
    expect(applyDelta(photos, { added: [again], changed: [], removed: [] })[1]).toBe(again)
    expect(shown({ changed: [photo('unknown')], removed: ['nobody'] })).toEqual(['s', 'a', 'b', 'c'])
  })
})
