import { describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import { fakeApp, photo } from '../testing/fixtures'
import { useImports, type Incoming } from './imports'
import { useLibrary } from './library'
import { useToasts } from './toasts'

function file(name: string, bytes = [1, 2, 3]): Incoming {
  return { name, read: async () => Uint8Array.from(bytes) }
}

const taken = (name: string) => ({ added: [photo(name)], count: 1, skipped: [], cancelled: false })
const refused = (name: string) => ({
  added: [],
  count: 0,
  skipped: [{ path: name, reason: 'is not an image' }],
  cancelled: false,
})

describe('files that come as bytes', () => {
  it('are sent one at a time; the first is selected, and what was left out can be read', async () => {
    let inFlight = 0
    const connection = fakeApp({
      'library.addBytes': async ({ name }) => {
        expect(++inFlight).toBe(1)
        await Promise.resolve()
        inFlight--
        return name === 'bad.png' ? refused(name) : taken(name)
      },
    })
    const imports = useImports()
    await imports.addFiles([file('bad.png'), file('one.png'), file('two.png'), file('empty.png', [])])
    expect(connection.inputs('library.addBytes').map((input) => input.name)).toEqual([
      'bad.png',
      'one.png',
      'two.png',
    ])
    expect(useLibrary().selected?.id).toBe('one.png')
    expect(imports.adding).toBeUndefined()
    const toast = useToasts().toasts.at(-1)
    expect(toast?.message).toBe('2 photos added, 2 files left out.')
    toast?.action?.run()
    expect(imports.reportOpen).toBe(true)
    expect(imports.leftOut.map(({ path }) => path)).toEqual(['bad.png', 'empty.png'])
  })

  it('go on after one that cannot be read', async () => {
    fakeApp({ 'library.addBytes': ({ name }) => taken(name) })
    const broken: Incoming = { name: 'gone.png', read: () => Promise.reject(new Error('vanished')) }
    await useImports().addFiles([broken, file('fine.png')])
    expect(useLibrary().photos.map(({ id }) => id)).toEqual(['fine.png'])
  })

  it('stop when told to, and stay in as far as they are', async () => {
    fakeApp({
      'library.addBytes': ({ name }) => {
        if (name === 'b.png') useImports().cancel()
        return taken(name)
      },
    })
    await useImports().addFiles(['a.png', 'b.png', 'c.png'].map((name) => file(name)))
    expect(useLibrary().photos.map(({ id }) => id)).toEqual(['a.png', 'b.png'])
    expect(useToasts().toasts.at(-1)?.message).toBe('Stopped. 2 photos were added before.')
  })

  it('let go of the progress when the app refuses', async () => {
    fakeApp({
      'library.addBytes': () => {
        throw new PixelloomError('disk', 'No space is left.')
      },
    })
    const imports = useImports()
    await expect(imports.addFiles([file('a.png')])).rejects.toThrow('No space is left.')
    expect(imports.adding).toBeUndefined()
  })
})

describe('paths', () => {
  it('show how far they are, and can be cancelled', async () => {
    const connection = fakeApp({
      'library.addPaths': ({ importId = '' }) => {
        const far = { done: 5, total: 20, added: 5, skipped: 0 }
        connection.emit('library.importing', { importId: 'another', ...far, done: 1 })
        connection.emit('library.importing', { importId, ...far })
        expect(useImports().adding).toEqual({ done: 5, total: 20 })
        useImports().cancel()
        return { added: [photo('a')], count: 5, skipped: [], cancelled: true }
      },
      'library.cancelImport': () => ({}),
    })
    await useImports().addPaths(['/photos'])
    const [asked] = connection.inputs('library.addPaths')
    expect(connection.inputs('library.cancelImport')).toEqual([{ importId: asked?.importId }])
    expect(useToasts().toasts.at(-1)?.message).toBe('Stopped. 5 photos were added before.')
  })
})
