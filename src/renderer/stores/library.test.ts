import { describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import { fakeApp, photo } from '../testing/fixtures'
import { useLibrary, type Incoming } from './library'
import { useToasts } from './toasts'

function file(name: string, bytes = [1, 2, 3]): Incoming {
  return { name, read: async () => Uint8Array.from(bytes) }
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

  it('sends files one at a time, selects the first that is new, and names what was left out', async () => {
    let inFlight = 0
    const connection = fakeApp({
      'library.addBytes': async ({ name }) => {
        expect(++inFlight).toBe(1)
        await Promise.resolve()
        inFlight--
        if (name === 'bad.png') return { added: [], skipped: [{ path: name, reason: 'is not an image' }] }
        return { added: [photo(name)], skipped: [] }
      },
    })
    const library = useLibrary()
    await library.addFiles([file('bad.png'), file('one.png'), file('two.png'), file('empty.png', [])])
    expect(connection.inputs('library.addBytes').map((input) => input.name)).toEqual([
      'bad.png',
      'one.png',
      'two.png',
    ])
    expect(library.selected?.id).toBe('one.png')
    expect(library.adding).toBeUndefined()
    const toast = useToasts().toasts.at(-1)
    expect(toast?.message).toBe('2 photos added, 2 files left out.')
    expect(toast?.detail).toContain('bad.png is not an image')
    expect(toast?.detail).toContain('empty.png')
  })

  it('goes on after a file that cannot be read', async () => {
    fakeApp({ 'library.addBytes': ({ name }) => ({ added: [photo(name)], skipped: [] }) })
    const broken: Incoming = { name: 'gone.png', read: () => Promise.reject(new Error('vanished')) }
    const library = useLibrary()
    await library.addFiles([broken, file('fine.png')])
    expect(library.photos.map(({ id }) => id)).toEqual(['fine.png'])
  })

  it('lets go of the progress when the app refuses', async () => {
    fakeApp({
      'library.addBytes': () => {
        throw new PixelloomError('disk', 'No space is left.')
      },
    })
    const library = useLibrary()
    await expect(library.addFiles([file('a.png')])).rejects.toThrow('No space is left.')
    expect(library.adding).toBeUndefined()
  })

  it('selects a neighbour of the photo that is taken out, and forgets its mask', async () => {
    fakeApp({
      'library.list': () => ({ photos: [photo('a'), photo('b'), photo('c')] }),
      'library.remove': () => ({}),
    })
    const library = useLibrary()
    await library.refresh()
    library.select('b')
    localStorage.setItem('pixelloom.mask.b', 'something')
    await library.remove('b')
    expect(library.selected?.id).toBe('c')
    expect(localStorage.getItem('pixelloom.mask.b')).toBeNull()
  })

  it('follows the app when the list changes elsewhere', async () => {
    const connection = fakeApp()
    const library = useLibrary()
    library.listen()
    connection.emit('library.changed', { photos: [photo('x')] })
    expect(library.selected?.id).toBe('x')
  })
})
