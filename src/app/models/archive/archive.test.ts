import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createNodeStorage } from '../../../engine/hosts/node/storage'
import { checksum } from '../../../engine/storage/checksum'
import { encodeSafetensors } from '../../../engine/storage/safetensors'
import { manifestName } from './manifest'
import { packModel } from './packModel'
import { blockLength, encodeTar, type TarFile } from './tar'
import { bytesSource, type ByteSource, fileSource, unpackModel } from './unpackModel'

const storage = createNodeStorage()
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const document = {
  architecture: 'pixelcnn',
  channels: 1,
  levels: 2,
  size: 8,
  hidden: 4,
  layers: 1,
  outputFeatures: 4,
}

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'pixelloom-archive-'))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
})

async function writeModel(): Promise<string> {
  const folder = join(place, 'birds')
  await storage.makeFolder(folder)
  const weights = await encodeSafetensors(new Map([['a.bias', { shape: [2], data: Float32Array.of(1, 2) }]]))
  await writeFile(join(folder, 'weights.safetensors'), weights)
  await writeFile(join(folder, 'model.json'), JSON.stringify({ ...document, name: 'Birds' }))
  await writeFile(join(folder, 'metrics.jsonl'), '{"step":1,"seconds":1,"loss":2}\n')
  await writeFile(join(folder, 'holiday.png'), 'no part of a model')
  return folder
}

/** An archive of these files, with a manifest that lists what it is told to, by default the truth. */
async function archiveOf(
  files: readonly TarFile[],
  changes: Record<string, unknown> = {},
): Promise<Uint8Array> {
  const listed = await Promise.all(
    files.map(async ({ name, bytes }) => ({ name, bytes: bytes.length, checksum: await checksum(bytes) })),
  )
  const manifest = { format: 'pixelloom-model', version: 1, id: 'birds', files: listed, ...changes }
  return encodeTar([{ name: manifestName, bytes: text(JSON.stringify(manifest)) }, ...files])
}

const unpack = (bytes: Uint8Array): Promise<unknown> =>
  unpackModel(storage, bytesSource('birds.pixelloom', bytes), join(place, 'out'))

describe('a model in one file', () => {
  it('comes out byte for byte as it went in, without what is no part of it', async () => {
    const folder = await writeModel()
    const file = join(place, 'birds.pixelloom')
    await writeFile(file, await packModel(storage, folder, 'birds'))
    const manifest = await unpackModel(storage, await fileSource(storage, file), join(place, 'out'))
    expect(manifest.id).toBe('birds')
    const names = ['metrics.jsonl', 'model.json', 'weights.safetensors']
    expect(await readdir(join(place, 'out'))).toEqual(names)
    for (const name of names) {
      expect(await readFile(join(place, 'out', name))).toEqual(await readFile(join(folder, name)))
    }
  })

  it('is the same file each time', async () => {
    const folder = await writeModel()
    expect(await packModel(storage, folder, 'birds')).toEqual(await packModel(storage, folder, 'birds'))
  })

  it('is not made of a damaged model', async () => {
    const folder = await writeModel()
    await writeFile(join(folder, 'weights.safetensors'), 'cut')
    await expect(packModel(storage, folder, 'birds')).rejects.toMatchObject({ code: 'model-damaged' })
  })
})

describe('a file that is none of ours', () => {
  it.each([
    ['', 'it is no model file'],
    ['just some words, and more of them', 'it is no model file'],
    ['PK\u0003\u0004' + 'x'.repeat(600), 'it is no model file'],
  ])('is said to be none: %j', async (content, reason) => {
    await expect(unpack(text(content))).rejects.toMatchObject({
      code: 'model-damaged',
      message: expect.stringContaining(reason) as string,
      subject: 'birds.pixelloom',
    })
  })

  it.each([
    ['../escaped.txt', 'no part of a model'],
    ['/etc/passwd', 'no part of a model'],
    ['sub/model.json', 'no part of a model'],
    ['..\\model.json', 'no part of a model'],
  ])('can write nowhere else: %s', async (name, reason) => {
    const bytes = await archiveOf([{ name, bytes: text('{}') }])
    await expect(unpack(bytes)).rejects.toThrow(reason)
    expect(await readdir(place)).not.toContain('escaped.txt')
    expect(await readdir(join(place, 'out'))).toEqual([])
  })

  it('can bring no links', async () => {
    const bytes = await archiveOf([{ name: 'model.json', bytes: text('{}') }])
    const link = bytes.slice()
    // The type of the second file: a symbolic link; and its checksum with it.
    const at = findHeader(link, 'model.json')
    link[at + 156] = 0x32
    rewriteChecksum(link, at)
    await expect(unpack(link)).rejects.toThrow('is a link or a folder')
  })

  it('is read no further than it is long, whatever it says of its size', async () => {
    const bytes = await archiveOf([{ name: 'model.json', bytes: text('{}') }], {
      files: [{ name: 'weights.safetensors', bytes: 8e9, checksum: `sha256:${'0'.repeat(64)}` }],
    })
    const at = findHeader(bytes, 'model.json')
    bytes.set(text('weights.safetensors'), at)
    bytes.set(text((8e9).toString(8).padStart(11, '0')), at + 124)
    rewriteChecksum(bytes, at)
    const asked: number[] = []
    const source = bytesSource('birds.pixelloom', bytes)
    const counting: ByteSource = {
      ...source,
      read: (offset, length) => {
        asked.push(length)
        return source.read(offset, length)
      },
    }
    await expect(unpackModel(storage, counting, join(place, 'out'))).rejects.toThrow('it is cut off')
    expect(Math.max(...asked)).toBeLessThanOrEqual(bytes.length)
  })

  it('holds no document larger than one can be', async () => {
    const bytes = await archiveOf([{ name: 'model.json', bytes: new Uint8Array((1 << 20) + 1) }])
    await expect(unpack(bytes)).rejects.toThrow('larger than such a file can be')
  })

  it('is refused where a later Pixelloom wrote it', async () => {
    await expect(unpack(await archiveOf([], { version: 2 }))).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('a damaged file', () => {
  it.each([10, blockLength, 3 * blockLength, 5 * blockLength])(
    'is noticed when cut after %i bytes',
    async (length) => {
      const bytes = await packModel(storage, await writeModel(), 'birds')
      await expect(unpack(bytes.slice(0, length))).rejects.toMatchObject({ code: 'model-damaged' })
    },
  )

  it('is noticed wherever a byte was changed', async () => {
    const bytes = await packModel(storage, await writeModel(), 'birds')
    const at = findHeader(bytes, 'weights.safetensors')
    for (const position of [at + 3, at + blockLength + 20]) {
      const changed = bytes.slice()
      changed[position] = (changed[position] ?? 0) ^ 1
      await expect(unpack(changed)).rejects.toMatchObject({ code: 'model-damaged' })
    }
  })

  it('is noticed where a file is missing, there twice, or not listed', async () => {
    const file = { name: 'model.json', bytes: text('{}') }
    const listed = { name: 'model.json', bytes: 2, checksum: await checksum(file.bytes) }
    const none = await archiveOf([], { files: [listed] })
    await expect(unpack(none)).rejects.toThrow('model.json is missing')
    const unlisted = await archiveOf([file], { files: [] })
    await expect(unpack(unlisted)).rejects.toThrow('not in its list')
    const twice = await archiveOf([file, file], { files: [listed] })
    await expect(unpack(twice)).rejects.toThrow('there twice')
  })
})

function findHeader(bytes: Uint8Array, name: string): number {
  for (let at = 0; at < bytes.length; at += blockLength) {
    if (new TextDecoder().decode(bytes.subarray(at, at + name.length)) === name) return at
  }
  throw new Error(`No ${name} in there.`)
}

function rewriteChecksum(bytes: Uint8Array, at: number): void {
  const block = bytes.subarray(at, at + blockLength)
  block.fill(0x20, 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.set(text(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
}
