import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network } from '../../src/engine/models/network'
import type { FlatWeights } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import type { Trainer, TrainerOptions } from '../../src/engine/optimizers/trainer'
import { activeDevice } from '../../src/engine/plans/activeDevice'
import { selectRuntime, stopKernels } from '../../src/engine/runtimes/runtime'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import type { NoteEvent } from '../../src/shared/jobEvents'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { describeWithAll, optional } from '../support/optional'
import { multiScaleConfiguration, randomLevels, randomWeights, tinyConfiguration } from './fixtures'

const [count, height, width] = [3, 4, 6] as const
const colour = { channels: 3, levels: 4, skip: true } as const
const models: [string, ModelConfiguration][] = [
  ...architectures.map((architecture): [string, ModelConfiguration] => [
    architecture,
    tinyConfiguration({ architecture, ...colour }),
  ]),
  ['multi-scale', multiScaleConfiguration({ ...colour, size: 4 }, { size: 2 })],
  ['conditioned', { ...tinyConfiguration(colour), conditioner: { hidden: 4, layers: 2, outputFeatures: 6 } }],
]

/** Steps from `first` on, each on images of its own. */
async function steps(network: Network, trainer: Trainer, first: number, many: number): Promise<void> {
  for (let step = first; step < first + many; step++) {
    const pixels = randomLevels(count * height * width * 3, 4, 100 + step)
    const unknown = network.conditioner && randomLevels(count * height * width, 2, step)
    await trainer.step(pixels, count, height, width, unknown)
  }
}

/** How far two are from each other, as a share of how far one is from where both began. */
function shareApart(ours: FlatWeights, other: FlatWeights, begin: FlatWeights): number {
  let [apart, moved] = [0, 0]
  for (const [name, values] of other) {
    const [own, first] = [ours.get(name), begin.get(name)]
    values.forEach((value, i) => {
      apart += ((own?.[i] ?? NaN) - value) ** 2
      moved += ((first?.[i] ?? NaN) - value) ** 2
    })
  }
  expect(moved).toBeGreaterThan(0)
  return Math.sqrt(apart / moved)
}

function loseCard(): void {
  const device = activeDevice() as WebgpuDevice | undefined
  device?.open.device.destroy()
}

describeWithAll([optional.webgpu, optional.kernels], 'a trainer on WebGPU', ([driver]) => {
  const told: NoteEvent[] = []
  const webgpu = () => selectRuntime('webgpu', { tell: (note) => told.push(note) })
  beforeEach(() => (told.length = 0))
  afterEach(() => {
    process.env['VK_ICD_FILENAMES'] = driver
  })
  afterAll(() => stopKernels())

  describe.each(models)('of a %s', (_title, configuration) => {
    const network = createNetwork(configuration)
    const begin = randomWeights(network, 3)

    it.each(['rmsprop', 'adam'] as const)(
      'takes the steps of the processor by %s, clipped, and averages as it does',
      async (optimizer) => {
        const options: TrainerOptions = { learningRate: 1e-3, optimizer, average: 0.9, clipNorm: 0.5 }
        const trained = async (): Promise<[FlatWeights, FlatWeights]> => {
          const trainer = createTrainer(network, begin, options)
          await steps(network, trainer, 0, 5)
          trainer.dispose()
          return [await trainer.weights(), await trainer.averaged()]
        }
        await selectRuntime('native')
        const [expected, expectedAverage] = await trained()
        await webgpu()
        const [weights, average] = await trained()
        expect(shareApart(weights, expected, begin)).toBeLessThan(1e-3)
        expect(shareApart(average, expectedAverage, begin)).toBeLessThan(1e-3)
        expect(shareApart(average, weights, begin)).toBeGreaterThan(0.01)
      },
    )
  })

  describe('on the way', () => {
    const network = createNetwork(tinyConfiguration(colour))
    const begin = randomWeights(network, 3)
    const options: TrainerOptions = { learningRate: 1e-3, optimizer: 'adam', average: 0.9 }

    it('takes a state up after steps, its weights being what they are by then', async () => {
      for (const runtime of ['native', 'webgpu'] as const) {
        await selectRuntime(runtime)
        const other = createTrainer(network, begin, options)
        await steps(network, other, 50, 2)
        const state = await other.state()
        const fetched = createTrainer(network, begin, options)
        await steps(network, fetched, 0, 2)
        const weights = await fetched.weights()
        fetched.restore(state, 2)
        const unfetched = createTrainer(network, begin, options)
        await steps(network, unfetched, 0, 2)
        unfetched.restore(state, 2)
        for (const trainer of [fetched, unfetched]) {
          expect(await trainer.weights()).toEqual(weights)
          expect(await trainer.state()).toEqual(state)
          await steps(network, trainer, 2, 1)
        }
        expect(await unfetched.weights()).toEqual(await fetched.weights())
        expect(() => unfetched.restore(new Map([['mean/none', new Float32Array(1)]]), 3)).toThrow(/optimizer/)
      }
    })

    it('goes on on the processor from the steps before a loss, none of them twice', async () => {
      await webgpu()
      const calm = createTrainer(network, begin, options)
      await steps(network, calm, 0, 50)
      const [weights, state] = [await calm.weights(), await calm.state()]

      // However long they take here, all is fetched after 50 steps and not by the clock.
      const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
      const shaken = createTrainer(network, begin, options)
      await steps(network, shaken, 0, 52)
      clock.mockRestore()
      process.env['VK_ICD_FILENAMES'] = '/nowhere.json'
      loseCard()
      await steps(network, shaken, 52, 3)
      expect(told.map(({ because }) => because?.id)).toEqual(['notes.cardGone'])
      expect(activeDevice()).toBeUndefined()

      await selectRuntime('native')
      const resumed = createTrainer(network, weights, options)
      resumed.restore(state, 50)
      await steps(network, resumed, 50, 5)
      expect(await shaken.weights()).toEqual(await resumed.weights())
      expect(await shaken.averaged()).toEqual(await resumed.averaged())
      expect(await shaken.state()).toEqual(await resumed.state())
    })

    it('is on the card again where that comes back, to the last bit; lost again at once, on the processor', async () => {
      await webgpu()
      const calm = createTrainer(network, begin, options)
      await steps(network, calm, 0, 5)
      const weights = await calm.weights()
      const shaken = createTrainer(network, begin, options)
      await steps(network, shaken, 0, 3)
      loseCard()
      // Asked for without a step.
      expect((await shaken.state()).size).toBeGreaterThan(0)
      await steps(network, shaken, 3, 2)
      expect(activeDevice()).toBeDefined()
      expect(await shaken.weights()).toEqual(weights)
      loseCard()
      await steps(network, shaken, 5, 1)
      expect(activeDevice()).toBeUndefined()
      expect(told.map(({ because }) => because?.id)).toEqual(['notes.cardBack', 'notes.cardGone'])
      expect(told[1]?.message).toBe(
        'The graphics card was lost while it computed, and stays away. The work goes on from its last step, on the processor.',
      )
    })

    it('fails with the reason where nobody hears of the loss', async () => {
      await selectRuntime('webgpu')
      const trainer = createTrainer(network, begin, options)
      await steps(network, trainer, 0, 1)
      loseCard()
      await expect(steps(network, trainer, 1, 1)).rejects.toMatchObject({
        code: 'runtime-unavailable',
        subject: 'webgpu',
        message: expect.stringMatching(
          /^The graphics card was lost while it computed \(.+\)\. Start/,
        ) as string,
      })
    })
  })

  it('holds as much of the card after many steps, sizes and trainers as after a few', async () => {
    await webgpu()
    const held = heldBytes((activeDevice() as WebgpuDevice).open.device)
    const network = createNetwork(tinyConfiguration(colour))
    const levels: [number, number][] = []
    const use = async (many: number): Promise<void> => {
      const trainer = createTrainer(network, randomWeights(network, 1), { learningRate: 1e-3 })
      await steps(network, trainer, 0, many)
      await trainer.step(randomLevels(4 * 5 * 3, 4, 1), 1, 4, 5)
      await steps(network, trainer, 0, 2)
      await trainer.weights()
      await steps(network, trainer, 0, 1)
      const after = held()
      expect(after).toBeGreaterThan(0)
      trainer.dispose()
      await trainer.weights()
      levels.push([after, held()])
    }
    await use(2)
    await use(process.env['PIXELLOOM_LONG'] === '1' ? 60 : 20)
    expect(levels[1]).toEqual(levels[0])
    expect(levels[0]?.[1]).toBe(0)
  })
})

/** Counts the bytes of buffers that are made from now on and not given back. */
function heldBytes(device: GPUDevice): () => number {
  let held = 0
  const make = device.createBuffer.bind(device)
  device.createBuffer = (descriptor) => {
    const buffer = make(descriptor)
    const destroy = buffer.destroy.bind(buffer)
    let isThere = true
    held += descriptor.size
    buffer.destroy = () => {
      if (isThere) held -= descriptor.size
      isThere = false
      return destroy()
    }
    return buffer
  }
  return () => held
}
