import { describe, expect, it } from 'vitest'
import type { Photo } from '../../shared/contract/entities'
import { fakeApp, photo } from '../testing/fixtures'
import { useLibrary } from './library'
import { useToasts } from './toasts'

function many(count: number): Photo[] {
  return Array.from({ length: count }, (_, order) => photo(`p${order}`, { order }))
}

describe('the library', () => {
  it('begins with the first sample', async () => {
    fakeApp({
      'library.list': () => ({ photos: [photo('mine'), photo('digit', { source: 'sample' })] }),
    })
    const library = useLibrary()
    await library.refresh()
    expect(library.selected?.id).toBe('digit')
  })

  it('keeps what was selected over a restart', async () => {
    const list = { photos: [photo('a'), photo('b')] }
    fakeApp({ 'library.list': () => list })
    const library = useLibrary()
    await library.refresh()
    library.select('b')
    expect(localStorage.getItem('pixelloom.photo')).toBe('b')
    await library.refresh()
    expect(library.selected?.id).toBe('b')
  })

  it('comes page by page, with what changed meanwhile', async () => {
    const all = many(7)
    const connection = fakeApp({
      'library.list': ({ after = -1 }) => {
        const photos = all.slice(after + 1, after + 4)
        // Between the first page and the second one photo goes and another one comes.
        if (after === 2) {
          const added = [photo('new', { order: 9 })]
          connection.emit('library.changed', { added, changed: [], removed: ['p0'] })
        }
        const next = after + 3
        return next < all.length - 1 ? { photos, next } : { photos }
      },
    })
    const library = useLibrary()
    library.listen()
    await library.refresh()
    expect(library.photos.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'new'])
  })

  it('follows the app when photos change elsewhere', () => {
    const connection = fakeApp()
    const library = useLibrary()
    library.listen()
    connection.emit('library.changed', { added: [photo('x')], changed: [], removed: [] })
    expect(library.selected?.id).toBe('x')
    connection.emit('library.changed', {
      added: [],
      changed: [photo('x', { missing: true })],
      removed: [],
    })
    expect(library.selected?.missing).toBe(true)
  })

  it('selects a neighbour of photos that are taken out, and brings all back', async () => {
    const all = many(4)
    const connection = fakeApp({
      'library.list': () => ({ photos: all }),
      'library.remove': () => ({}),
      'library.restore': ({ photoIds }) => ({ photos: all.filter(({ id }) => photoIds.includes(id)) }),
    })
    const library = useLibrary()
    await library.refresh()
    library.select('p1')
    await library.removeWithUndo(['p1', 'p2'])
    expect(connection.inputs('library.remove')).toEqual([{ photoIds: ['p1', 'p2'] }])
    expect(library.photos.map(({ id }) => id)).toEqual(['p0', 'p3'])
    expect(library.selected?.id).toBe('p3')

    const toast = useToasts().toasts.at(-1)
    expect(toast?.message).toBe('2 photos taken out of the library.')
    toast?.action?.run()
    await expect.poll(() => library.photos.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'p3'])
    expect(library.selected?.id).toBe('p1')
  })
})
