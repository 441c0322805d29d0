import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { latestCheckpoint } from '../../src/engine/storage/checkpoints'
import { decodeSafetensors } from '../../src/engine/storage/safetensors'
import { TemporaryFolder } from '../data/support'
import { host, watchJob } from './support'

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'saved', 'v1')
const data = join(fixtures, 'images.npy')

let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
  cpSync(join(fixtures, 'model'), folder.at('model'), { recursive: true })
})
afterEach(() => {
  folder.remove()
})

describe('a model that the first version saved', () => {
  it('opens', async () => {
    const evaluation = { kind: 'evaluate', model: folder.at('model'), data, runtime: 'cpu' } as const
    const { result } = await watchJob(evaluation).end
    expect(result).toMatchObject({ kind: 'evaluate', images: 24 })
    // Four levels on 36 pixels: 49.9 nats before anything is learned.
    expect(result?.kind === 'evaluate' && result.nats).toBeLessThan(50.5)
  })

  it('goes on from its checkpoint as that version would have', async () => {
    const { result } = await watchJob({
      kind: 'train',
      data,
      out: folder.at('model'),
      configuration: {},
      resume: true,
      limit: { steps: 14 },
      runtime: 'cpu',
    }).end
    expect(result).toMatchObject({ kind: 'train', steps: 14 })
    const { checkpoint } = await latestCheckpoint(host, folder.at('model'))
    const file = join(fixtures, 'weights-at-14.safetensors')
    const expected = await decodeSafetensors(await host.storage.read(file), file)
    expect([...(checkpoint?.weights.keys() ?? [])].sort()).toEqual([...expected.tensors.keys()].sort())
    for (const [name, { data: values }] of expected.tensors) {
      const found = checkpoint?.weights.get(name)?.data
      // Another engine rounds exponentials otherwise; each step moves a weight by some 1e-3.
      values.forEach((value, i) => expect(found?.[i]).toBeCloseTo(value, 6))
    }
    expect(checkpoint?.state).toMatchObject({ settings: { optimizer: 'rmsprop', average: 0 } })
  })
})
