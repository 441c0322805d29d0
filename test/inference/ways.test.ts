import type { Tensor } from '@tensorflow/tfjs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Way } from '../../src/shared/completion'
import { randomMask } from '../../src/engine/data/randomMasks'
import {
  type CompletingModel,
  drawCompletions,
  type PictureRequest,
  wayOf,
} from '../../src/engine/inference/drawCompletions'
import { composedConditionerLogits, conditionerLogits } from '../../src/engine/inference/conditionerLogits'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, type FlatWeights, initialWeights, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { subsampleLevels } from '../../src/engine/ops/subsample'
import { orient, orientations, orientedPixels } from '../../src/engine/pixels/orientation'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { drawImages } from '../../src/engine/sampling/drawImages'
import { multiScaleNetwork, randomLevels, randomWeights, tinyNetwork } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'
import { exactPosterior, spreadOf, totalVariation } from './posterior'

const size = { height: 4, width: 4 }
const pixels = size.height * size.width
/** The upper half: without looking ahead a model knows nothing of what comes. */
const unknown = Uint8Array.from({ length: pixels }, (_, i) => (i < 8 ? 1 : 0))
const batch = 32

/** Stripes one pixel wide, lying or standing, which may begin with either tone, now and then with a wrong pixel. */
function stripes(count: number, seed: number): Uint8Array {
  const stream = new RandomStream(seed, 'order')
  return Uint8Array.from({ length: count * pixels }, (_, i) => {
    const [picture, pixel] = [Math.floor(i / pixels), i % pixels]
    const line = stream.uniform(picture) < 0.5 ? Math.floor(pixel / 4) : pixel % 4
    const begins = stream.uniform(picture, 1) < 0.5 ? 0 : 1
    const wrong = stream.uniform(picture, 2, pixel) < 0.05 ? 1 : 0
    return (line + begins + wrong) % 2
  })
}

/** Trains a network on stripes; one with a conditioner trains that alone. */
async function trained(network: Network, from: FlatWeights, steps: number): Promise<FlatWeights> {
  const trainer = createTrainer(network, from, { learningRate: 0.01, optimizer: 'adam' })
  for (let step = 0; step < steps; step++) {
    const masks = Array.from({ length: batch }, (_, image) => [
      ...randomMask(size, { seed: 3, visit: step, image }),
    ])
    const holes = network.conditioner && Uint8Array.from(masks.flat())
    await trainer.step(stripes(batch, 100 + step), batch, size.height, size.width, holes)
  }
  const weights = await trainer.averaged()
  trainer.dispose()
  return weights
}

describeWith(optional.kernels, 'ways to complete', () => {
  const plain = tinyNetwork({ size: 4, hidden: 8 })
  const conditioned = tinyNetwork({
    size: 4,
    hidden: 8,
    conditioner: { hidden: 8, layers: 2, outputFeatures: 8 },
  })
  let model: CompletingModel
  const known = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1)
  const request: PictureRequest = {
    ...{ ...size, known, unknown, count: 2000, seed: 1, temperature: 1, topP: 1 },
    ...{ inference: 'auto', particles: 16 },
  }

  beforeAll(async () => {
    await selectRuntime('native')
    const own = await trained(plain, initialWeights(plain, 1), 400)
    const all = new Map([...initialWeights(conditioned, 2), ...own])
    const weights = await trained(conditioned, all, 400)
    for (const [name, values] of own) expect(weights.get(name)).toEqual(values)
    model = { network: conditioned, weights: toTensors(conditioned, weights), oriented: true }
  })
  afterAll(() => disposeTensors(model.weights as ReturnType<typeof toTensors>))

  it('that look ahead come nearer to the exact posterior than drawing from the top', async () => {
    const exact = await exactPosterior(model.network, model.weights, { ...size, known, unknown })
    const distance = async (inference: Way): Promise<number> => {
      const { way, images } = await drawCompletions(model, { ...request, inference })
      expect(way).toBe(inference)
      for (const { levels } of images) expect([...levels.subarray(8)]).toEqual([...known.subarray(8)])
      const share = 1 / images.length
      return totalVariation(
        spreadOf(
          exact.count,
          2,
          images.map(({ levels }) => [levels, share]),
        ),
        exact.probabilities,
      )
    }
    const [raster, oriented, byNetwork, particles] = [
      await distance('raster'),
      await distance('oriented'),
      await distance('conditioned'),
      await distance('particles'),
    ]
    expect(raster).toBeGreaterThan(0.5)
    expect(oriented).toBeLessThan(0.6 * raster)
    expect(byNetwork).toBeLessThan(0.6 * raster)
    expect(particles).toBeLessThan(0.4 * raster)
  })

  it('work on the small image of a Multi-Scale model, whose own conditioning network sees what follows there', async () => {
    const network = multiScaleNetwork({ size: 8 }, conditioned.configuration)
    const { smallWeights } = network.multiScale ?? {}
    const all = new Map<string, Tensor>(toTensors(network, randomWeights(network, 4)))
    for (const [name, values] of model.weights) all.set(`small.${name}`, values)
    expect([...(smallWeights?.(all).keys() ?? [])].sort()).toEqual([...model.weights.keys()].sort())
    const twofold = { network, weights: all, oriented: false }
    const large = { height: 8, width: 8 }
    const spread = (small: Uint8Array): Uint8Array =>
      Uint8Array.from({ length: 64 }, (_, i) => small[4 * (i >> 4) + ((i & 7) >> 1)] ?? 0)
    const ask = { ...request, ...large, known: spread(known), unknown: spread(unknown) }

    const exact = await exactPosterior(model.network, model.weights, { ...size, known, unknown })
    const distance = async (inference: Way): Promise<number> => {
      const { way, images } = await drawCompletions(twofold, { ...ask, inference })
      expect(way).toBe(inference)
      const share = 1 / images.length
      const small = images.map(({ levels }): [Uint8Array, number] => [
        subsampleLevels(levels, 8, 8, 1, 2),
        share,
      ])
      return totalVariation(spreadOf(exact.count, 2, small), exact.probabilities)
    }
    const raster = await distance('raster')
    expect(raster).toBeGreaterThan(0.5)
    expect(await distance('conditioned')).toBeLessThan(0.6 * raster)
    expect(wayOf(twofold, { inference: 'auto', unknown: ask.unknown })).toBe('conditioned')
    disposeTensors(new Map([...all].filter(([name]) => !name.startsWith('small.'))))
  })

  it('tell the likelihood of the whole picture, upright, whatever the way', async () => {
    for (const inference of ['raster', 'oriented', 'conditioned', 'particles'] as const) {
      const { images } = await drawCompletions(model, { ...request, inference, count: 3 })
      for (const { levels, nats } of images) {
        const none = new Uint8Array(pixels)
        const [judged] = await drawImages(model.network, model.weights, {
          ...{ ...request, known: levels, unknown: none, count: 1 },
        })
        expect(nats).toBeCloseTo(judged?.nats ?? NaN, 3)
      }
    }
  })

  it('are chosen by model and mask: only where something follows the hole is there more than one', () => {
    const below = Uint8Array.from(unknown, (_, i) => (i >= 8 ? 1 : 0))
    expect(wayOf(model, { inference: 'auto', unknown })).toBe('conditioned')
    expect(wayOf(model, { inference: 'auto', unknown: below })).toBe('raster')
    expect(wayOf({ network: plain, oriented: true }, { inference: 'auto', unknown })).toBe('oriented')
    expect(wayOf({ network: plain, oriented: false }, { inference: 'auto', unknown })).toBe('raster')
    expect(() => wayOf({ network: plain, oriented: true }, { inference: 'conditioned', unknown })).toThrow(
      expect.objectContaining({ code: 'unsupported', subject: 'inference' }) as Error,
    )
  })

  it('draw alike where nothing follows the hole', async () => {
    const below = Uint8Array.from(unknown, (_, i) => (i >= 8 ? 1 : 0))
    const ask = { ...request, unknown: below, count: 4 }
    const { images } = await drawCompletions(model, { ...ask, inference: 'raster' })
    for (const inference of ['oriented', 'conditioned', 'particles'] as const) {
      expect((await drawCompletions(model, { ...ask, inference })).images).toEqual(images)
    }
  })

  it('turn the picture: oriented is drawing from the top of the turned one', async () => {
    const network = tinyNetwork({ channels: 3, levels: 4 })
    const weights = toTensors(network, randomWeights(network, 5))
    const shape = { height: 3, width: 5 }
    const picture = randomLevels(45, 4, 1)
    // Known below: turned upside down all of it comes before.
    const hole = Uint8Array.from({ length: 15 }, (_, i) => (i < 5 ? 1 : 0))
    const ask = { ...shape, known: picture, unknown: hole, count: 3, seed: 2, temperature: 1, topP: 1 }
    const { images } = await drawCompletions(
      { network, weights, oriented: true },
      { ...ask, inference: 'oriented', particles: 1 },
    )
    const flipped = orientedPixels(
      shape,
      orientations[2] ?? { transposed: false, mirrored: false, flipped: true },
    )
    const turned = await drawImages(network, weights, {
      ...{ ...ask, known: orient(picture, flipped, 3), unknown: orient(hole, flipped, 1) },
    })
    expect(images.map(({ levels }) => levels)).toEqual(turned.map(({ levels }) => orient(levels, flipped, 3)))
    disposeTensors(weights)
  })

  it('stay near to a picture as they are told to', async () => {
    const near = { levels: Uint8Array.from(known, (_, i) => (i < 8 ? i % 2 : (known[i] ?? 0))), closeness: 0 }
    const alike = async (closeness: number): Promise<number> => {
      const asked = { ...request, inference: 'raster', count: 200, near: { ...near, closeness } } as const
      const { images } = await drawCompletions(model, asked)
      return images.reduce((sum, { levels }) => sum + levels.filter((v, i) => v === near.levels[i]).length, 0)
    }
    const [free, close, closest] = [await alike(0), await alike(0.5), await alike(1)]
    expect(close).toBeGreaterThan(free)
    expect(closest).toBeGreaterThan(0.99 * 200 * pixels)
  })

  it.each(['native', 'wasm'] as const)('see the same by kernels as by tfjs: %s', async (runtime) => {
    await selectRuntime(runtime)
    const network = tinyNetwork({
      channels: 3,
      levels: 5,
      conditioner: { hidden: 5, layers: 6, outputFeatures: 7 },
    })
    const weights = toTensors(network, randomWeights(network, 5))
    const holes = [0, 1].map((image) => [
      ...randomMask({ height: 5, width: 7 }, { seed: 1, visit: 1, image }),
    ])
    const pictures = {
      height: 5,
      width: 7,
      count: 2,
      pixels: randomLevels(210, 5, 3),
      unknown: Uint8Array.from(holes.flat()),
    }
    const fast = await conditionerLogits(network, weights, pictures)
    const slow = await composedConditionerLogits(network, weights, pictures)
    expect(fast.length).toBe(slow.length)
    const largest = slow.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    const apart = fast.reduce((most, v, i) => Math.max(most, Math.abs(v - (slow[i] ?? NaN))), 0)
    expect(apart / largest).toBeLessThan(1e-5)
    disposeTensors(weights)
    await selectRuntime('native')
  })
})
