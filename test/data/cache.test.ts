import { appendFileSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageSet } from '../../src/engine/data/imageSet'
import { openImageSet } from '../../src/engine/data/open'
import type { OpenOptions } from '../../src/engine/data/options'
import type { Host } from '../../src/engine/host'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { imageAt, noisyImage, plainImage, refusal, TemporaryFolder } from './support'

let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => {
  folder.remove()
})

/** A host that counts what it decodes, by the name of the file. */
function countingHost(): Host & { decoded: string[] } {
  const host = createNodeHost()
  const decoded: string[] = []
  const decodeSquare: Host['pixels']['decodeSquare'] = (path, least) => {
    decoded.push(path.slice(folder.at('images').length + 1).replaceAll('\\', '/'))
    return host.pixels.decodeSquare(path, least)
  }
  return { ...host, pixels: { ...host.pixels, decodeSquare }, decoded }
}

/** Opens the images by way of the cache; what was decoded for it, and what a person is told. */
async function open(
  options: OpenOptions = {},
): Promise<{ set: ImageSet; decoded: string[]; notes: string[] }> {
  const host = countingHost()
  const notes: string[] = []
  const set = await openImageSet(host, folder.at('images'), {
    size: 6,
    cacheFolder: folder.at('cache'),
    onNote: ({ message }) => notes.push(message),
    ...options,
  })
  return { set, decoded: host.decoded, notes }
}

async function put(name: string, colour: [number, number, number]): Promise<void> {
  folder.put(`images/${name}`, await plainImage(9, 7, colour))
}

async function putMany(count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, i) => i)
  await Promise.all(names.map((i) => put(`${i % 7}/${i}.png`, [i % 256, (i * 31) % 256, 9])))
}

async function contents(set: ImageSet): Promise<{ keys: string[]; pixels: Uint8Array }> {
  const all = Uint32Array.from({ length: set.count }, (_, i) => i)
  return { keys: [...all].map((i) => set.key(i)), pixels: await set.read(all) }
}

const cacheFiles = (end: string): string[] =>
  readdirSync(folder.at('cache'))
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder.at('cache'), name))

/** Changes one byte of a file, counted from its end. */
function flipByte(path = '', fromEnd = 1): void {
  const bytes = readFileSync(path)
  bytes[bytes.length - fromEnd] = (bytes.at(-fromEnd) ?? 0) ^ 0x40
  writeFileSync(path, bytes)
}

describe('a cache of decoded images', () => {
  it('decodes some hundred images once, and gives the same ever after', async () => {
    await putMany(300)
    const plain = await contents(await openImageSet(createNodeHost(), folder.at('images'), { size: 6 }))
    const first = await open()
    expect(first.decoded).toHaveLength(300)
    const second = await open()
    expect(second.decoded).toEqual([])
    expect([...first.notes, ...second.notes]).toEqual([])
    for (const { set } of [first, second]) {
      expect(await contents(set)).toEqual(plain)
      expect(set.originals).toMatchObject({ smallest: { width: 9, height: 7 } })
    }
    expect(cacheFiles('.pixels')).toHaveLength(1)
  })

  it('reads from the disk what is too large for memory, and gives the same', async () => {
    await putMany(40)
    const held = await contents((await open()).set)
    const { set, decoded } = await open({ memoryLimit: 1000 })
    expect(decoded).toEqual([])
    expect(await contents(set)).toEqual(held)
    const some = Uint32Array.of(39, 3, 4, 5, 0, 3)
    const expected = [...some].flatMap((i) => [...held.pixels.subarray(i * 108, (i + 1) * 108)])
    expect([...(await set.read(some))]).toEqual(expected)
    await expect(set.read(Uint32Array.of(40))).rejects.toThrow(RangeError)
  })

  it('notices what is new, changed, gone or renamed, and decodes that alone', async () => {
    await putMany(20)
    await open()
    await put('new.png', [1, 2, 3])
    await put('0/7.png', [200, 100, 50])
    // Another image of as many bytes: only its time tells.
    const same = readFileSync(folder.at('images', '1/8.png'))
    writeFileSync(folder.at('images', '1/8.png'), same)
    utimesSync(folder.at('images', '1/8.png'), 1, 1)
    rmSync(folder.at('images', '2/9.png'))
    const { set, decoded } = await open()
    expect(decoded.sort()).toEqual(['0/7.png', '1/8.png', 'new.png'])
    expect(set.count).toBe(20)
    const { keys } = await contents(set)
    expect(keys).not.toContain('2/9.png')
    expect([...(await imageAt(set, keys.indexOf('0/7.png'))).subarray(0, 3)]).toEqual([200, 100, 50])
    expect([...(await imageAt(set, keys.indexOf('new.png'))).subarray(0, 3)]).toEqual([1, 2, 3])
    const fresh = await openImageSet(createNodeHost(), folder.at('images'), { size: 6 })
    expect(await contents(set)).toEqual(await contents(fresh))
    expect((await open()).decoded).toEqual([])
    expect(cacheFiles('.pixels')).toHaveLength(1)
  })

  it('remembers bad files, until they change', async () => {
    await putMany(3)
    folder.put('images/bad.png', 'no image')
    const first = await open()
    const second = await open()
    expect(second.decoded).toEqual([])
    expect(second.set.skipped).toEqual(first.set.skipped)
    expect(second.set.skipped.map(({ path }) => path)).toEqual([folder.at('images', 'bad.png')])
    await put('bad.png', [5, 5, 5])
    const third = await open()
    expect(third.decoded).toEqual(['bad.png'])
    expect([third.set.count, third.set.skipped]).toEqual([4, []])
  })

  it('is another one for another size, other channels, another limit', async () => {
    await putMany(12)
    await open()
    expect((await open({ size: 5 })).decoded).toHaveLength(12)
    expect((await open({ channels: 1 })).decoded).toHaveLength(12)
    expect((await open({ limit: 5 })).decoded).toHaveLength(5)
    expect((await open({ margin: 2 })).set.width).toBe(8)
    // Three channels are what is decoded where nobody knows yet.
    expect((await open({ channels: 3 })).decoded).toEqual([])
    const limited = await open({ limit: 5 })
    expect(limited.decoded).toEqual([])
    const fresh = await openImageSet(createNodeHost(), folder.at('images'), { size: 6, limit: 5 })
    expect(await contents(limited.set)).toEqual(await contents(fresh))
  })

  it('of grey images has one channel', async () => {
    await put('a.png', [9, 9, 9])
    await put('b.png', [7, 7, 7])
    for (const memoryLimit of [1000, 1]) {
      const { set } = await open({ memoryLimit })
      expect([set.channels, (await imageAt(set, 1)).length, (await imageAt(set, 1))[0]]).toEqual([1, 36, 7])
    }
  })
})

describe('a damaged cache', () => {
  const damage: Record<string, () => void> = {
    'an index with another byte': () => flipByte(cacheFiles('.index')[0], 90),
    'a cut index': () => {
      const [path = ''] = cacheFiles('.index')
      writeFileSync(path, readFileSync(path).subarray(0, 50))
    },
    'longer pixels': () => appendFileSync(cacheFiles('.pixels')[0] ?? '', 'more'),
    'no pixels': () => rmSync(cacheFiles('.pixels')[0] ?? ''),
  }

  it.each(Object.keys(damage))('is made again, and that is said: %s', async (what) => {
    await putMany(8)
    const whole = await contents((await open()).set)
    damage[what]?.()
    const { set, decoded, notes } = await open()
    expect(decoded).toHaveLength(8)
    expect(notes.join()).toContain('damaged')
    expect(await contents(set)).toEqual(whole)
    expect(await open()).toMatchObject({ decoded: [], notes: [] })
  })

  it('with one bad image decodes that one again', async () => {
    await putMany(8)
    const whole = await contents((await open()).set)
    flipByte(cacheFiles('.pixels')[0], 3)
    const { set, decoded, notes } = await open()
    expect([decoded.length, notes.length]).toEqual([1, 1])
    expect(await contents(set)).toEqual(whole)
    expect(await open()).toMatchObject({ decoded: [], notes: [] })
  })

  it('is mended image by image where it is read from the disk, even when it is gone', async () => {
    await putMany(8)
    const whole = await contents((await open()).set)
    const host = countingHost()
    const notes: string[] = []
    const set = await openImageSet(host, folder.at('images'), {
      size: 6,
      memoryLimit: 1,
      cacheFolder: folder.at('cache'),
      onNote: ({ message }) => notes.push(message),
    })
    flipByte(cacheFiles('.pixels')[0], 3)
    expect(await contents(set)).toEqual(whole)
    expect([host.decoded.length, notes.length]).toEqual([1, 1])
    rmSync(folder.at('cache'), { recursive: true })
    expect(await contents(set)).toEqual(whole)
    expect(notes).toHaveLength(1)
    rmSync(folder.at('images'), { recursive: true })
    const error = await refusal(set.read(Uint32Array.of(2)))
    expect(error).toMatchObject({ code: 'unreadable', subject: folder.at('images', set.key(2)) })
  })

  it('that can not be written is done without', async () => {
    await putMany(4)
    folder.put('cache', 'a file')
    const { set, notes } = await open()
    expect(set.count).toBe(4)
    expect(notes.join()).toContain("can't be kept")
  })

  it('is not left behind by what broke off', async () => {
    for (let i = 0; i < 6; i++) folder.put(`images/${i}.png`, await noisyImage(16, 'png'))
    const abort = new AbortController()
    const error = await refusal(open({ signal: abort.signal, onProgress: () => abort.abort() }))
    expect(error.code).toBe('cancelled')
    expect(readdirSync(folder.at('cache'))).toEqual([])
  })
})
