import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { filesOfQtResource } from '../../resources/models/recipes/photographs/qtResource.mjs'
import { TemporaryFolder } from '../data/support'
import { root } from '../support/optional'

const place = join(root, 'resources', 'models', 'recipes', 'photographs')

describe('the photographs of the Multi-Scale model', () => {
  const folder = new TemporaryFolder()
  afterAll(() => folder.remove())

  const gather = (...words: string[]) =>
    spawnSync(process.execPath, [join(place, 'gather.mjs'), ...words], { encoding: 'utf8' })

  it('are listed, each once, with its hash, as many as the recipe says', () => {
    const { packages } = JSON.parse(readFileSync(join(place, 'debian.json'), 'utf8')) as {
      packages: Record<string, { version: string; photographs: Record<string, string> }>
    }
    const hashes = Object.values(packages).flatMap(({ photographs }) => Object.values(photographs))
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true)
    // Each tenth is held out, from the first.
    const heldOut = Math.ceil(hashes.length / 10)
    const recipe = readFileSync(join(place, '..', 'photos-multi-scale.mjs'), 'utf8')
    expect(recipe).toContain(`squares of ${hashes.length - heldOut} photographs`)
    expect(recipe).toContain(`squares of ${heldOut} other photographs`)
  })

  it('are gathered from packages, and where one lacks nothing is left and a sentence says which', () => {
    folder.put('packages/other_1.0_all.deb', 'nothing')
    const out = folder.at('out')
    const { status, stderr } = gather(out, '--packages', folder.at('packages'))
    expect(status).toBe(1)
    expect(stderr).toContain(
      'lacks gcompris-qt-data_3.1-2_all.deb of Debian 12 (bookworm); snapshot.debian.org has it.',
    )
    expect(existsSync(out)).toBe(false)
  })

  it('become small squares of their middles, taken from among all', async () => {
    for (let i = 0; i < 5; i++) {
      const colour = { r: 50 * i, g: 0, b: 0 }
      folder.put(
        `photos/${i}.png`,
        await sharp({ create: { width: 40 + i, height: 30, channels: 3, background: colour } })
          .png()
          .toBuffer(),
      )
    }
    const out = folder.at('middles')
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(place, 'middles.mjs'), folder.at('photos'), out, '--size', '8', '--count', '2'],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
    expect(readdirSync(out)).toEqual(['0000.png', '0001.png'])
    const second = await sharp(join(out, '0001.png')).raw().toBuffer({ resolveWithObject: true })
    expect(second.info).toMatchObject({ width: 8, height: 8 })
    expect(second.data[0]).toBe(100)
  })

  it('ask for a folder', () => {
    const { status, stderr } = gather()
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^Name a folder for them: node /)])
  })
})

describe('a binary resource of Qt', () => {
  /** A resource of one folder, `images`, with two files: one as it is, one compressed. */
  function resource(version: number): Buffer {
    const pictures = [Buffer.from('as it is'), Buffer.from('again and again '.repeat(40))]
    const names = ['images', 'grün.webp', 'b.png'].map(named)
    const nameAt = [0, names[0]?.length ?? 0, (names[0]?.length ?? 0) + (names[1]?.length ?? 0)]
    const [plain = Buffer.of(), long = Buffer.of()] = pictures
    const blobs = [counted(plain), counted(Buffer.concat([uint32(long.length), deflateSync(long)]))]
    const nodes = [
      node(version, { name: 0, flags: 2, a: 1, b: 1 }),
      node(version, { name: nameAt[0] ?? 0, flags: 2, a: 2, b: 2 }),
      node(version, { name: nameAt[1] ?? 0, flags: 0, a: 0, b: 0 }),
      node(version, { name: nameAt[2] ?? 0, flags: 1, a: 0, b: blobs[0]?.length ?? 0 }),
    ]
    const headerBytes = version >= 3 ? 24 : 20
    const dataAt = headerBytes
    const namesAt = dataAt + Buffer.concat(blobs).length
    const treeAt = namesAt + Buffer.concat(names).length
    const header = Buffer.concat([Buffer.from('qres'), ...[version, treeAt, dataAt, namesAt].map(uint32)])
    return Buffer.concat([header, Buffer.alloc(headerBytes - header.length), ...blobs, ...names, ...nodes])
  }

  function uint32(value: number): Buffer {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }

  const counted = (bytes: Buffer): Buffer => Buffer.concat([uint32(bytes.length), bytes])

  function named(name: string): Buffer {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(name.length)
    return Buffer.concat([length, uint32(0), Buffer.from(name, 'utf16le').swap16()])
  }

  /** A folder's two numbers are how many it holds and the first of them; a file's are its language and where it lies. */
  function node(version: number, { name, flags, a, b }: Record<'name' | 'flags' | 'a' | 'b', number>) {
    const kind = Buffer.alloc(2)
    kind.writeUInt16BE(flags)
    return Buffer.concat([uint32(name), kind, uint32(a), uint32(b), Buffer.alloc(version >= 2 ? 8 : 0)])
  }

  it.each([1, 2, 3])('gives its files by their paths, in version %d', (version) => {
    const files = filesOfQtResource(resource(version))
    expect([...files.keys()]).toEqual(['images/grün.webp', 'images/b.png'])
    expect(files.get('images/grün.webp')?.toString()).toBe('as it is')
    expect(files.get('images/b.png')?.toString()).toBe('again and again '.repeat(40))
  })

  it('is nothing else', () => {
    expect(() => filesOfQtResource(Buffer.from('something else'))).toThrow(
      'This is not a resource file of Qt.',
    )
  })

  it('says which file is compressed in a way that it does not know', () => {
    const file = resource(2)
    const treeAt = file.readUInt32BE(8)
    file.writeUInt16BE(4, treeAt + 3 * 22 + 4)
    expect(() => filesOfQtResource(file)).toThrow(
      "images/b.png is compressed in a way that can't be read here.",
    )
  })
})
