import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { withModel } from '../../src/engine/jobs/loadModel'
import { imageNats } from '../../src/engine/likelihood/nats'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { architectures } from '../../src/shared/model/configuration'
import { native, tensorflow, webgpu } from '../support/runtimes'

const judgedSchema = z.object({
  shape: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  images: z.array(z.number()),
  nats: z.array(z.number()),
})
const fixtures = join(import.meta.dirname, '..', 'fixtures')
const host = createNodeHost()

describe.each([
  ['cpu', 1e-5],
  ['wasm', 1e-4],
  ...native.map((name) => [name, 1e-5] as const),
  ...tensorflow.map((name) => [name, 1e-4] as const),
  ...webgpu.map((name) => [name, 1e-4] as const),
] as const)('model folders of the reference, without it, on %s', (runtime, tolerance) => {
  beforeAll(() => selectRuntime(runtime))

  describe.each(architectures)('%s', (architecture) => {
    const folder = join(fixtures, architecture)

    it.each(readdirSync(folder))(`have the nats that it gave them, to a share of ${tolerance}: %s`, (name) =>
      withModel(host, join(folder, name), async ({ network, weights }) => {
        expect(network.configuration.architecture).toBe(architecture)
        const { shape, images, nats } = judgedSchema.parse(
          JSON.parse(readFileSync(join(folder, name, 'judged.json'), 'utf8')),
        )
        const [count, height, width] = shape
        const pixels = Uint8Array.from(images)
        const ours = await imageNats(network, weights, { pixels, count, height, width })
        expect(ours).toHaveLength(nats.length)
        ours.forEach((value, i) => expect(Math.abs(value / (nats[i] ?? NaN) - 1)).toBeLessThan(tolerance))
      }),
    )
  })
})
