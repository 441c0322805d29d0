import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeData } from '../../src/engine/data/describe'
import { openImageSet } from '../../src/engine/data/open'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { imageAt, plainImage, refusal, TemporaryFolder } from './support'

const host = createNodeHost()
let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => {
  folder.remove()
})

/** Open the file and tell why it is refused. */
async function whyNot(name: string, bytes: Uint8Array): Promise<string> {
  const path = folder.put(name, bytes)
  const error = await refusal(openImageSet(host, path))
  expect([error.code, error.subject]).toEqual(['bad-data-file', path])
  return error.message
}

function idx(count: number, rows: number, columns: number, magic = 0x803): Buffer {
  const header = Buffer.alloc(16)
  ;[magic, count, rows, columns].forEach((value, i) => header.writeUInt32BE(value, 4 * i))
  const pixels = Buffer.from(Array.from({ length: count * rows * columns }, (_, i) => (i * 7) % 256))
  return Buffer.concat([header, pixels])
}

describe('an MNIST IDX file', () => {
  it('is read with its own size, and by position', async () => {
    const set = await openImageSet(host, folder.put('images-idx3-ubyte', idx(5, 4, 3)))
    expect(set).toMatchObject({ format: 'idx', values: 'bytes', count: 5, height: 4, width: 3, channels: 1 })
    expect([...(await imageAt(set, 2))]).toEqual(Array.from({ length: 12 }, (_, i) => ((24 + i) * 7) % 256))
    expect(set.key(4)).toBe('4')
    await expect(async () => imageAt(set, 5)).rejects.toThrow(RangeError)
  })

  it('may be gzipped, limited, scaled and repeated to three channels', async () => {
    const path = folder.put('images.gz', gzipSync(idx(5, 4, 4)))
    const plain = await openImageSet(host, path)
    expect([plain.count, [...(await imageAt(plain, 4))][15]]).toEqual([5, (79 * 7) % 256])
    const set = await openImageSet(host, path, { limit: 2, size: 2, channels: 3 })
    expect([set.count, set.width, set.height, set.channels]).toEqual([2, 2, 2, 3])
    const mean = Math.round((0 + 7 + 28 + 35) / 4)
    expect([...(await imageAt(set, 0)).subarray(0, 3)]).toEqual([mean, mean, mean])
    expect(set.originals?.largest).toEqual({ width: 4, height: 4 })
  })

  it('that is damaged is refused with what was expected', async () => {
    const whole = idx(5, 4, 3)
    expect(await whyNot('cut', whole.subarray(0, -1))).toMatch(
      /75 bytes .* 5 images of 3 x 4, 76 bytes.*truncated/,
    )
    expect(await whyNot('long', Buffer.concat([whole, whole]))).toContain('damaged')
    expect(await whyNot('head', whole.subarray(0, 9))).toContain('9 bytes long')
    expect(await whyNot('labels', idx(5, 1, 1, 0x801))).toContain('labels')
    expect(await whyNot('floats', idx(5, 1, 1, 0xd03))).toMatch(/0x00000d03.*0x00000803/)
    expect(await whyNot('half.gz', gzipSync(whole).subarray(0, -9))).toContain('damaged gzip')
    expect(await whyNot('bomb.gz', gzipSync(Buffer.concat([idx(1, 2, 2), Buffer.alloc(1e7)])))).toContain(
      '20 bytes',
    )
    const nothing = folder.put('none', idx(0, 28, 28))
    expect((await refusal(openImageSet(host, nothing))).code).toBe('no-images')
  })
})

function cifar(count: number, first = 0): Buffer {
  const records = Array.from({ length: count }, (_, n) => {
    const planes = [0, 1, 2].map((c) => Buffer.alloc(1024, 10 * (first + n) + c))
    planes[0]?.set([200], 33)
    return Buffer.concat([Buffer.of((first + n) % 10), ...planes])
  })
  return Buffer.concat(records)
}

describe('CIFAR-10 batches', () => {
  it('are read from a file, colours together', async () => {
    const set = await openImageSet(host, folder.put('test_batch.bin', cifar(3)))
    expect(set).toMatchObject({ format: 'cifar', count: 3, height: 32, width: 32, channels: 3 })
    expect([...(await imageAt(set, 2)).subarray(0, 6)]).toEqual([20, 21, 22, 20, 21, 22])
    expect([...(await imageAt(set, 2)).subarray(99, 102)]).toEqual([200, 21, 22])
    const grey = await openImageSet(host, folder.at('test_batch.bin'), { channels: 1 })
    expect([grey.channels, (await imageAt(grey, 2))[0]]).toEqual([1, 21])
  })

  it('are read from a folder, those for training alone where they are named so', async () => {
    folder.put('data_batch_2.bin', cifar(2, 2))
    folder.put('data_batch_1.bin', cifar(2, 0))
    folder.put('test_batch.bin', cifar(1, 9))
    folder.put('batches.meta.txt', 'airplane')
    const set = await openImageSet(host, folder.path)
    const all = await set.read(Uint32Array.of(0, 1, 2, 3))
    expect([0, 1, 2, 3].map((i) => all[i * 3072 + 1])).toEqual([1, 11, 21, 31])
    expect((await openImageSet(host, folder.path, { limit: 3 })).count).toBe(3)
    const report = await describeData(host, folder.path, 0.5)
    expect(report).toMatchObject({ format: 'cifar', images: 4, smallest: { width: 32, height: 32 } })
  })

  it('of other names are read where there are no images', async () => {
    folder.put('mine.bin', cifar(2))
    expect((await openImageSet(host, folder.path)).format).toBe('cifar')
    folder.put('photo.png', await plainImage(4, 4, [1, 2, 3]))
    expect((await openImageSet(host, folder.path)).format).toBe('folder')
  })

  it('that are damaged are refused with what was expected', async () => {
    expect(await whyNot('a.bin', cifar(2).subarray(1))).toMatch(/6,145 bytes.*3,073/)
    expect(await whyNot('b.bin', Buffer.alloc(0))).toContain('0 bytes')
    const labelled = cifar(2)
    labelled[3073] = 77
    expect(await whyNot('c.bin', labelled)).toMatch(/label 77 in record 1/)
  })
})

function npy(header: string, body: Uint8Array, version = 1): Buffer {
  const text = Buffer.from(`${header}\n`, 'latin1')
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  if (version === 1) length.writeUInt16LE(text.length)
  else length.writeUInt32LE(text.length)
  return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.of(version, 0), length, text, body])
}

const headerOf = (shape: string, type = '|u1', fortran = 'False'): string =>
  `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`

describe('a .npy file', () => {
  const body = Uint8Array.from({ length: 2 * 5 * 3 * 3 }, (_, i) => i % 7)

  it.each([1, 2, 3])('of version %i is used as it is, at its own size', async (version) => {
    const path = folder.put('a.npy', npy(headerOf('(2, 5, 3, 3)'), body, version))
    const set = await openImageSet(host, path, { size: 28 })
    expect(set).toMatchObject({ format: 'npy', values: 'levels', count: 2, height: 5, width: 3, channels: 3 })
    expect(await imageAt(set, 1)).toEqual(body.subarray(45))
    expect(set.largestLevel).toBe(6)
  })

  it('may leave the channel out, and be limited', async () => {
    const path = folder.put('a.npy', npy(headerOf('(6, 5, 3)'), body))
    const set = await openImageSet(host, path, { limit: 1, channels: 1 })
    expect([set.count, set.height, set.width, set.channels]).toEqual([1, 5, 3, 1])
    expect((await refusal(openImageSet(host, path, { channels: 3 }))).code).toBe('invalid-argument')
  })

  it('that is damaged or of another kind is refused with what was expected', async () => {
    const good = npy(headerOf('(2, 5, 3, 3)'), body)
    expect(await whyNot('cut.npy', good.subarray(0, -1))).toContain('truncated')
    expect(await whyNot('head.npy', good.subarray(0, 30))).toContain('within its header')
    expect(await whyNot('short.npy', good.subarray(0, 8))).toContain('within its header')
    expect(await whyNot('long.npy', Buffer.concat([good, good]))).toContain('damaged')
    expect(await whyNot('f.npy', npy(headerOf('(2, 5, 3, 3)', '<f4'), body))).toMatch(
      /holds <f4; expected uint8/,
    )
    expect(await whyNot('o.npy', npy(headerOf('(2, 5, 3, 3)', '|u1', 'True'), body))).toContain('Fortran')
    expect(await whyNot('c.npy', npy(headerOf('(5, 3, 3, 2)'), body))).toContain('[5, 3, 3, 2]')
    expect(await whyNot('d.npy', npy(headerOf('(90,)'), body))).toContain('[90]')
    expect(await whyNot('h.npy', npy('{nonsense', body))).toContain('damaged header')
    expect(await whyNot('v.npy', npy(headerOf('(2, 5, 3, 3)'), body, 9))).toContain('version 9')
    const none = folder.put('none.npy', npy(headerOf('(0, 5, 3, 1)'), new Uint8Array()))
    expect((await refusal(openImageSet(host, none))).code).toBe('no-images')
  })
})
