import { afterEach, beforeEach, expect, it } from 'vitest'
import { drawParticles } from '../../src/engine/inference/drawParticles'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { activeDevice } from '../../src/engine/plans/activeDevice'
import { selectRuntime, stopKernels } from '../../src/engine/runtimes/runtime'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { type DrawHooks, drawImages } from '../../src/engine/sampling/drawImages'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { describeWithAll, optional } from '../support/optional'
import { multiScaleConfiguration, randomLevels, strongWeights, tinyConfiguration } from './fixtures'

const [height, width, count] = [6, 5, 3] as const
const oneScale = tinyConfiguration({ channels: 3, levels: 16 })
const cases: [string, ModelConfiguration, 'images' | 'particles', boolean][] = [
  ['images on the card once it is back', oneScale, 'images', false],
  [
    'images of two scales on the processor',
    multiScaleConfiguration({ levels: 8 }, { levels: 8 }),
    'images',
    true,
  ],
  ['particles on the processor', oneScale, 'particles', true],
]

describeWithAll([optional.webgpu, optional.kernels], 'drawing on a card that is lost', ([driver]) => {
  const told: string[] = []
  beforeEach(() => (told.length = 0))
  afterEach(async () => {
    process.env['VK_ICD_FILENAMES'] = driver
    await stopKernels()
  })

  it.each(cases)(
    'goes on from its last row, to the same picture: %s',
    async (_, configuration, way, forGood) => {
      const network = createNetwork(configuration)
      const { channels, levels } = configuration
      const request = {
        ...{ height, width, count, seed: 7, temperature: 0.9, topP: 0.95 },
        known: randomLevels(height * width * channels, levels, 6),
        unknown: new Uint8Array(height * width).fill(1, width),
      }
      const draw = async (runtime: 'native' | 'webgpu', hooks: DrawHooks = {}) => {
        await selectRuntime(runtime, { threads: 1, tell: ({ because }) => told.push(because?.id ?? '') })
        const weights = toTensors(network, strongWeights(network, 5))
        const drawn =
          way === 'images'
            ? await drawImages(network, weights, request, hooks)
            : await drawParticles(network, weights, { ...request, particles: 2 }, hooks)
        disposeTensors(weights)
        return drawn
      }
      const expected = await draw('native')
      const rows: string[] = []
      const found = await draw('webgpu', {
        onRow(variant, row) {
          rows.push(`${row} ${variant}`)
          if (row !== 3 || variant !== 0) return
          if (forGood) process.env['VK_ICD_FILENAMES'] = '/nowhere.json'
          const device = activeDevice() as WebgpuDevice | undefined
          device?.open.device.destroy()
        },
      })
      expect(told).toEqual([forGood ? 'notes.cardGone' : 'notes.cardBack'])
      // Each row of each variant is told of once.
      expect(rows).toEqual([1, 2, 3, 4, 5].flatMap((row) => [0, 1, 2].map((variant) => `${row} ${variant}`)))
      found.forEach(({ levels: drawn, nats }, i) => {
        expect([...drawn]).toEqual([...(expected[i]?.levels ?? [])])
        expect(Math.abs(nats - (expected[i]?.nats ?? NaN))).toBeLessThan(1e-3)
      })
    },
  )
})
