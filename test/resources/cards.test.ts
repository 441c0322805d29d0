import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import type { RuntimeName } from '../../src/shared/runtimes'
import { readModelDocument } from '../../src/engine/storage/modelFolder'
import { stopKernels } from '../../src/engine/runtimes/runtime'
import { watchJob } from '../jobs/support'
import { root } from '../support/optional'
import { native, tensorflow, webgpu } from '../support/runtimes'
import { type Card, readCard } from './card'

const models = join(root, 'resources', 'models')
const ids = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'recipes')
  .map(({ name }) => name)

describe.each(ids)('the card of %s', (id) => {
  const folder = join(models, id)
  const card = readCard(folder)

  it('is of these weights, under the terms that the app shows', async () => {
    const weights = readFileSync(join(folder, 'weights.safetensors'))
    expect(card.weights).toBe(`sha256:${createHash('sha256').update(weights).digest('hex')}`)
    const { licence, tested } = await readModelDocument(createNodeHost(), folder)
    expect([card.licence, card.tested]).toEqual([licence, tested])
  })

  it.each(['wasm', ...native, ...tensorflow] as const)(
    'has the likelihood that %s finds, to four digits',
    async (runtime) => {
      const { images, nats } = card.check
      const found = await evaluated(folder, card, runtime)
      expect(found.images).toBe(images)
      expect(found.nats.toPrecision(4)).toBe(nats.toPrecision(4))
    },
  )

  // What imitates a graphics card takes minutes for all images, and half a minute for one photo: those are for long runs.
  const isPhoto = card.check.limit === undefined
  const onCard = isPhoto && process.env['PIXELLOOM_LONG'] !== '1' ? [] : webgpu
  it.each(onCard)(
    'is on %s of the first of them what it is in WebAssembly, to four digits',
    async (runtime) => {
      const limit = isPhoto ? 1 : 2
      const [found, expected] = [
        await evaluated(folder, card, runtime, limit),
        await evaluated(folder, card, 'wasm', limit),
      ]
      expect(found.nats.toPrecision(4)).toBe(expected.nats.toPrecision(4))
    },
  )
})

/** Mean nats of a card's images, or of the first of them. */
async function evaluated(
  model: string,
  { check }: Card,
  runtime: RuntimeName,
  limit = check.limit,
): Promise<{ images: number; nats: number }> {
  const { end } = watchJob({ kind: 'evaluate', runtime, model, data: join(root, check.path), limit })
  const { result } = await end
  if (result?.kind !== 'evaluate') throw new Error('nothing was evaluated')
  return result
}

it('all fit into the package: 60 MB of models', () => {
  const bytes = ids.flatMap((id) =>
    readdirSync(join(models, id)).map((name) => readFileSync(join(models, id, name)).length),
  )
  expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(60e6)
})

afterAll(stopKernels)
