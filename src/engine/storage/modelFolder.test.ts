import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { createNodeHost } from '../hosts/node/host'
import { listModels } from './listModels'
import { migrateDocument } from './modelDocument'
import { readModelFolder, writeModelFolder } from './modelFolder'
import { encodeSafetensors, type StoredTensor } from './safetensors'
import { copyModel } from './transfer'

const host = createNodeHost()
const { storage } = host
const configuration: ModelConfiguration = {
  architecture: 'pixelcnn',
  channels: 1,
  levels: 2,
  size: 28,
  hidden: 16,
  layers: 7,
  outputFeatures: 32,
  residual: true,
  skip: false,
  binarize: 'sample',
}
const plain = { ...configuration, residual: undefined, skip: undefined, binarize: undefined }
const weights = (value: number): Map<string, StoredTensor> =>
  new Map([['input.bias', { shape: [2], data: Float32Array.of(value, 2) }]])

let folder = ''
const at = (...names: string[]): string => join(folder, ...names)
const text = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixelloom-models-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function refusal(work: Promise<unknown>): Promise<PixelloomError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof PixelloomError)) throw new Error(`Not refused as expected: ${String(thrown)}`)
  return thrown
}

async function writePlain(name: string, document: unknown, tensors = weights(1)): Promise<string> {
  await storage.makeFolder(at(name))
  await storage.write(at(name, 'model.json'), text(document))
  await storage.write(at(name, 'weights.safetensors'), await encodeSafetensors(tensors))
  return at(name)
}

describe('a model folder', () => {
  it('comes back as it was written', async () => {
    const training = { data: 'digits', steps: 100, seconds: 2.5, bestValidationNats: 90.25 }
    await writeModelFolder(host, at('m'), { configuration, weights: weights(1), name: 'Digits', training })
    const model = await readModelFolder(host, at('m'))
    expect(model.configuration).toEqual(configuration)
    expect(model.weights).toEqual(weights(1))
    expect(model.document).toMatchObject({ version: 1, name: 'Digits', training })
    expect(model.document.checksum).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('opens with nothing but a plain configuration', async () => {
    const model = await readModelFolder(host, await writePlain('plain', plain))
    expect(model.configuration).toMatchObject({ hidden: 16, residual: true, skip: false })
  })

  it('keeps what others wrote into model.json', async () => {
    const path = await writePlain('m', { ...plain, name: 'Mine', colour: { of: ['money'] } })
    await writeModelFolder(host, path, { configuration, weights: weights(5) })
    const { document, weights: stored } = await readModelFolder(host, path)
    expect(document).toMatchObject({ name: 'Mine', colour: { of: ['money'] }, version: 1 })
    expect(stored.get('input.bias')?.data[0]).toBe(5)
  })

  it('is whole between the writing of its two files', async () => {
    await writeModelFolder(host, at('m'), { configuration, weights: weights(1) })
    const failing = {
      storage: {
        ...storage,
        write: (path: string, bytes: Uint8Array): Promise<void> =>
          path.endsWith('model.json')
            ? Promise.reject(new PixelloomError('disk', 'No space left.', path))
            : storage.write(path, bytes),
      },
    }
    const error = await refusal(writeModelFolder(failing, at('m'), { configuration, weights: weights(2) }))
    expect(error.code).toBe('disk')
    expect((await readModelFolder(host, at('m'))).weights).toEqual(weights(2))
  })

  it('is damaged where foreign weights differ from the checksum in model.json', async () => {
    const path = await writePlain('m', { ...plain, checksum: `sha256:${'0'.repeat(64)}` })
    const header = text({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } })
    const bytes = new Uint8Array(8 + header.length + 4)
    bytes[0] = header.length
    bytes.set(header, 8)
    await storage.write(join(path, 'weights.safetensors'), bytes)
    expect((await refusal(readModelFolder(host, path))).message).toContain('checksum')
  })

  it.each([
    ['not JSON', '{"architecture": ', 'model-damaged', 'not JSON'],
    ['no object', '[]', 'model-damaged', 'no JSON object'],
    ['a missing key', { ...plain, hidden: undefined }, 'model-damaged', 'hidden'],
    ['an unknown architecture', { ...plain, architecture: 'vae' }, 'model-damaged', 'architecture'],
    ['a newer version', { ...plain, version: 2 }, 'unsupported', 'newer'],
  ])('is refused with %s', async (_, document, code, words) => {
    const error = await refusal(readModelFolder(host, await writePlain('m', document)))
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  it('that is not there, or is none, is said to be so', async () => {
    expect((await refusal(readModelFolder(host, at('none')))).code).toBe('not-found')
    expect((await refusal(readModelFolder(host, folder))).message).toContain('no model folder')
    await storage.makeFolder(at('half'))
    await storage.write(at('half', 'model.json'), text(plain))
    expect((await refusal(readModelFolder(host, at('half')))).code).toBe('model-damaged')
  })
})

describe('migrations', () => {
  it('run one after the other to the version wanted', () => {
    const steps = [
      { from: 1, migrate: (old: Readonly<Record<string, unknown>>) => ({ ...old, second: true }) },
      { from: 2, migrate: (old: Readonly<Record<string, unknown>>) => ({ ...old, third: old['second'] }) },
    ]
    const document = migrateDocument({ version: 1, name: 'a' }, 'model.json', steps, 3)
    expect(document).toEqual({ version: 3, name: 'a', second: true, third: true })
  })
})

describe('a list of models', () => {
  it('names damaged ones and leaves out what is none', async () => {
    await writeModelFolder(host, at('b'), { configuration, weights: weights(1) })
    await writePlain('a', plain)
    await writePlain('broken', '{')
    await writePlain('cut', plain)
    const whole = await storage.read(at('cut', 'weights.safetensors'))
    await storage.write(at('cut', 'weights.safetensors'), whole.subarray(0, -1))
    await storage.makeFolder(at('no model'))
    await storage.write(at('file'), text('x'))
    const { models, damaged } = await listModels(host, folder)
    expect(models.map(({ id, parameters, resumable }) => [id, parameters, resumable])).toEqual([
      ['a', 2, false],
      ['b', 2, false],
    ])
    expect(damaged.map(({ id }) => id)).toEqual(['broken', 'cut'])
    expect(await storage.kind(at('broken', 'model.json'))).toBe('file')
    expect(await listModels(host, at('nowhere'))).toEqual({ models: [], damaged: [] })
  })
})

describe('copying a model', () => {
  it('takes the model and its curve, and no other files', async () => {
    await writeModelFolder(host, at('from'), { configuration, weights: weights(3) })
    await storage.append(at('from', 'metrics.jsonl'), '{"step":1,"seconds":1,"loss":2}\n')
    await storage.makeFolder(at('from', 'checkpoints', '5'))
    await copyModel(host, at('from'), at('to', 'there'))
    expect(await storage.list(at('to', 'there'))).toEqual([
      'metrics.jsonl',
      'model.json',
      'weights.safetensors',
    ])
    expect((await readModelFolder(host, at('to', 'there'))).weights).toEqual(weights(3))
    expect((await refusal(copyModel(host, at('from'), at('to', 'there')))).code).toBe('model-exists')
  })

  it('refuses archives and damaged models', async () => {
    await writeModelFolder(host, at('from'), { configuration, weights: weights(3) })
    expect((await refusal(copyModel(host, at('from'), at('m.zip')))).code).toBe('unsupported')
    expect((await refusal(copyModel(host, at('m.tar'), at('m')))).code).toBe('unsupported')
    const path = await writePlain('broken', '{')
    expect((await refusal(copyModel(host, path, at('m')))).code).toBe('model-damaged')
    expect(await storage.kind(at('m'))).toBe('missing')
  })
})
