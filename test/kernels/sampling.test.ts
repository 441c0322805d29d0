import { beforeAll, describe, expect, it } from 'vitest'
import { logitsPerChannel } from '../../src/shared/model/configuration'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { composedNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { Sampler } from '../../src/engine/plans/sampling/sampler'
import { RandomStream } from '../../src/engine/random/stream'
import { Canvas } from '../../src/engine/sampling/canvas'
import { drawWith } from '../../src/engine/sampling/drawImages'
import { drawRaster } from '../../src/engine/sampling/drawRaster'
import { randomLevels, randomWeights, tinyConfiguration } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'
import { composeWithTfjs, everyKernels } from './support'

interface Case {
  readonly configuration: ModelConfiguration
  readonly count: number
  readonly height: number
  readonly width: number
  readonly holes: keyof typeof masks
  readonly temperature: number
  readonly topP: number
}

/** Which pixels are to be drawn, of as many as there are. */
const masks = {
  all: () => true,
  none: () => false,
  'the last': (pixel: number, pixels: number) => pixel === pixels - 1,
  'the first': (pixel: number) => pixel === 0,
  scattered: (pixel: number) => (pixel * 7919) % 5 < 2,
  'a block': (pixel: number, pixels: number) => pixel > pixels / 3 && pixel < pixels / 2,
} as const

/** Every architecture with odd sizes, every kind of hole, 1 to 17 images. */
function fuzzed(count: number): Case[] {
  const uniforms = new RandomStream(11, 'order').fillUniform(new Float64Array(count * 14))
  return Array.from({ length: count }, (_, n) => {
    let at = n * 14
    const pick = <T>(from: readonly T[]): T => from[Math.floor((uniforms[at++] ?? 0) * from.length)] as T
    const configuration = tinyConfiguration({
      architecture: architectures[n % architectures.length],
      channels: pick([1, 3] as const),
      levels: pick([2, 4, 19]),
      hidden: pick([3, 8, 17, 50]),
      layers: pick([0, 1, 2, 3]),
      outputFeatures: pick([3, 7, 20]),
      residual: pick([true, true, false]),
      skip: pick([true, false]),
    })
    return {
      configuration,
      count: pick([1, 2, 5, 17]),
      height: pick([1, 3, 5]),
      width: pick([1, 4, 7]),
      holes: pick(['all', 'all', 'none', 'the last', 'the first', 'scattered', 'a block'] as const),
      temperature: pick([1, 1, 0.5, 0]),
      topP: pick([1, 1, 0.8]),
    }
  })
}

const cases = fuzzed(process.env['PIXELLOOM_LONG'] === '1' ? 240 : 48)

describeWith(optional.kernels, 'sampling', () => {
  describe('a pixel at a time', async () => {
    const tested = await everyKernels([1, 2])
    beforeAll(composeWithTfjs)

    it.each(cases.map((one) => [describeCase(one), one] as const))('%s', async (_title, one) => {
      const { configuration, count, height, width, holes, temperature, topP } = one
      const { channels, levels } = configuration
      const network = createNetwork(configuration)
      const values = randomWeights(network, 3)
      const weights = toTensors(network, values)
      const known = randomLevels(height * width * channels, levels, 4)
      const unknown = Uint8Array.from({ length: height * width }, (_, pixel) =>
        masks[holes](pixel, height * width) ? 1 : 0,
      )
      const request = { height, width, known, unknown, count, seed: 5, firstVariant: 3, temperature, topP }
      const canvas = new Canvas(known, unknown, count, height, width, channels)
      await drawWith(drawRaster, network, weights, canvas, request)
      const size = height * width * channels
      // Where all of an image is drawn the draws tell its likelihood, whatever the temperature.
      const nats =
        holes === 'all'
          ? await composedNats(network, weights, { pixels: canvas.levels, count, height, width })
          : undefined

      for (const { title, on } of tested) {
        for (const threads of [1, 2]) {
          const sampler = new Sampler(on(threads), network, { height, width, count, record: true })
          sampler.setWeights(values)
          const begun = new Canvas(known, unknown, count, height, width, channels)
          for (let image = 0; image < count; image++) sampler.setImage(image, begun.image(image))
          sampler.begin(unknown, { ...request, scale: 0 })
          for (let row = 0; row < height; row++) sampler.run(row, row + 1)
          for (let image = 0; image < count; image++) {
            const rows = Array.from({ length: height }, (_, row) => [...sampler.row(image, row)])
            expect(rows.flat(), title).toEqual([...canvas.levels.subarray(image * size, (image + 1) * size)])
          }
          nats?.forEach((value, i) =>
            expect(Math.abs((sampler.nats()[i] ?? NaN) / value - 1), title).toBeLessThan(1e-5),
          )
          for (let cell = 0; cell < height * width; cell++) {
            if (!unknown[cell] || count > 2) continue
            for (let channel = 0; channel < channels; channel++) {
              const [row, column] = [Math.floor(cell / width), cell % width]
              const expected = await canvas.logits(network, weights, row, column, channel)
              for (let image = 0; image < count; image++) {
                const logits = sampler.recorded(image, cell, channel)
                expect(logits).toHaveLength(logitsPerChannel({ levels }))
                logits.forEach((logit, k) =>
                  expect(Math.abs(logit - (expected[image]?.[k] ?? NaN)), title).toBeLessThan(1e-4),
                )
              }
            }
          }
          sampler.dispose()
        }
      }
      disposeTensors(weights)
    })
  })
})

function describeCase({ configuration, count, height, width, holes, temperature, topP }: Case): string {
  const { architecture, channels, levels, hidden, layers, residual, skip } = configuration
  const options = [residual && 'residual', skip && 'skip'].filter(Boolean).join(' and ') || 'plain'
  return `${architecture}, ${count} of ${height}x${width}x${channels}, ${levels} levels, h ${hidden} x ${layers}, ${options}, ${holes}, at ${temperature}, ${topP}`
}
