import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { readModelDocument } from '../../src/engine/storage/modelFolder'
import { stopKernels } from '../../src/engine/runtimes/runtime'
import { watchJob } from '../jobs/support'
import { root } from '../support/optional'
import { native } from '../support/runtimes'
import { readCard } from './card'

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

  it.each(['wasm', ...native] as const)(
    'has the likelihood that %s finds, to four digits',
    async (runtime) => {
      const { path, limit, images, nats } = card.check
      const { end } = watchJob({ kind: 'evaluate', runtime, model: folder, data: join(root, path), limit })
      const { result } = await end
      expect(result).toMatchObject({ kind: 'evaluate', images })
      const found = result?.kind === 'evaluate' ? result.nats : NaN
      expect(found.toPrecision(4)).toBe(nats.toPrecision(4))
    },
  )
})

it('all fit into the package: 60 MB of models', () => {
  const bytes = ids.flatMap((id) =>
    readdirSync(join(models, id)).map((name) => readFileSync(join(models, id, name)).length),
  )
  expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(60e6)
})

afterAll(stopKernels)
