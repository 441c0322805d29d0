import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeStorage } from '../../engine/hosts/node/storage'
import { Collection } from './collection'
import { lineOf } from './journal'
import { writeLibraryFile } from './libraryFile'
import { openLibraryStore } from './libraryStore'
import type { PhotoRecord } from './record'

const storage = createNodeStorage()
let folder = ''
let logged: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixelloom-library-'))
  logged = []
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => openLibraryStore(storage, folder, (message) => logged.push(message))

function record(id: string, more: Partial<PhotoRecord> = {}): PhotoRecord {
  const file = `/photos/${id}.jpg`
  return {
    id,
    name: `${id}.jpg`,
    source: 'file',
    file,
    width: 8,
    height: 6,
    bytes: 9,
    modified: 1,
    addedAt: 1,
    ...more,
  }
}
const empty = { photos: [], removedSamples: [], folders: [], leftOut: [] }
const namesOf = async (): Promise<string[]> => (await open()).collection.all().map(({ id }) => id)

describe('the library on disk', () => {
  it('is what it was, in order, after any number of changes', async () => {
    const { commit, collection } = await open()
    await commit(['a', 'b', 'c'].map((id) => ({ set: record(id) })))
    await commit([{ remove: 'b' }, { set: record('a', { missing: true }) }])
    await commit([
      { folder: '/photos', watched: true },
      { file: '/photos/b.jpg', leftOut: true },
    ])
    expect(collection.all().map(({ id }) => id)).toEqual(['a', 'c'])
    const again = (await open()).collection
    expect(again.body()).toEqual({
      photos: [record('a', { missing: true }), record('c')],
      removedSamples: [],
      folders: ['/photos'],
      leftOut: ['/photos/b.jpg'],
    })
  })

  it('is written anew when its journal is long, and loses nothing wherever that ends', async () => {
    const { commit } = await open()
    const ids = Array.from({ length: 2001 }, (_, index) => `p${index}`)
    await commit(ids.map((id) => ({ set: record(id) })))
    const journal = await readFile(join(folder, 'library.changes.jsonl'))
    expect(await namesOf()).toEqual(ids)
    expect(await readdir(folder)).toEqual(['library.json'])
    // As if it had ended before the journal that was set aside was removed, and another app had gone on.
    await writeFile(join(folder, 'library.changes.old.jsonl'), journal)
    await writeFile(join(folder, 'library.changes.jsonl'), `${lineOf({ remove: 'p0' })}\n`)
    expect(await namesOf()).toEqual(ids.slice(1))
    expect(await namesOf()).toEqual(ids.slice(1))
  })

  it('keeps what two apps note at the same time, and a line that was cut off spoils no other', async () => {
    const [one, other] = [await open(), await open()]
    await one.commit([{ set: record('a') }])
    await appendFile(join(folder, 'library.changes.jsonl'), lineOf({ set: record('torn') }).slice(0, 60))
    await other.commit([{ set: record('b') }])
    await one.commit([{ set: record('c') }])
    expect(await namesOf()).toEqual(['a', 'b', 'c'])
    expect(logged.join()).toContain('library.changes.damaged-1.jsonl')
  })

  it('reads the list of the first version', async () => {
    const body = { photos: [record('old')], removedSamples: ['gone.png'] }
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
    const text = JSON.stringify({ version: 1, checksum: `sha256:${digest}`, body }, undefined, 2)
    await writeFile(join(folder, 'library.json'), text)
    expect((await open()).collection.body()).toEqual({ ...empty, ...body })
  })

  const damages: [string, (text: string) => string][] = [
    ['cut off', (text) => text.slice(0, text.length / 2)],
    ['changed by a bit', (text) => text.replace('"width":8', '"width":9')],
    ['empty', () => ''],
  ]
  it.each(damages)('that is %s is put aside and named, never deleted', async (_name, damage) => {
    const path = join(folder, 'library.json')
    await writeLibraryFile(storage, path, { ...empty, photos: [record('a')] })
    expect(await namesOf()).toEqual(['a'])
    const damaged = damage(await readFile(path, 'utf8'))
    await writeFile(path, damaged)
    expect(await namesOf()).toEqual([])
    expect(logged.join()).toContain('library.damaged-1.json')
    expect(await readFile(join(folder, 'library.damaged-1.json'), 'utf8')).toBe(damaged)
  })
})

describe('the library in memory', () => {
  it('comes in pages, samples first, whatever goes in between', () => {
    const collection = new Collection(empty)
    for (const id of ['a', 'b', 'c', 'd']) collection.apply({ set: record(id) })
    collection.apply({ set: record('s', { source: 'sample', file: 's.png' }) })
    const first = collection.after(undefined, 2)
    expect(first.photos.map(({ id }) => id)).toEqual(['s', 'a'])
    collection.apply({ remove: 'a' })
    const second = collection.after(first.next, 2)
    expect(second.photos.map(({ id }) => id)).toEqual(['b', 'c'])
    const last = collection.after(second.next, 2)
    expect(last).toMatchObject({ photos: [{ id: 'd' }], next: undefined })
  })

  it('gives a photo that comes back its place, and knows photos by their files', () => {
    const collection = new Collection({ ...empty, photos: ['a', 'b', 'c'].map((id) => record(id)) })
    collection.apply({ remove: 'b' })
    expect(collection.ofFile('file', '/photos/b.jpg')).toBeUndefined()
    collection.apply({ set: record('b') })
    collection.apply({ set: record('a', { file: '/elsewhere/a.jpg' }) })
    expect(collection.all().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(collection.ofFile('file', '/photos/a.jpg')).toBeUndefined()
    expect(collection.ofFile('file', '/elsewhere/a.jpg')?.id).toBe('a')
  })
})
