import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { imageNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network } from '../../src/engine/models/network'
import { disposeTensors, type FlatWeights, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import type { Trainer, TrainerOptions } from '../../src/engine/optimizers/trainer'
import { activeDevice } from '../../src/engine/plans/activeDevice'
import { selectRuntime, stopKernels } from '../../src/engine/runtimes/runtime'
import { askForCards } from '../../src/engine/runtimes/webgpu/openCard'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { drawImages } from '../../src/engine/sampling/drawImages'
import type { NoteEvent } from '../../src/shared/jobEvents'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { describeWithAll, optional } from '../support/optional'
import { lendDawn } from '../support/lentCard'
import { multiScaleConfiguration, randomLevels, randomWeights, tinyConfiguration } from './fixtures'

const [count, height, width] = [3, 4, 6] as const
const colour = { channels: 3, levels: 4, skip: true } as const
const models: [string, ModelConfiguration][] = [
  ...architectures.map((architecture): [string, ModelConfiguration] => [
    architecture,
    tinyConfiguration({ architecture, ...colour }),
  ]),
  ['multi-scale', multiScaleConfiguration({ ...colour, size: 4 }, { size: 2 })],
]
const options: TrainerOptions = { learningRate: 1e-3, optimizer: 'adam', average: 0.9, clipNorm: 0.5 }
const pixelsOf = (seed: number): Uint8Array => randomLevels(count * height * width * 3, 4, seed)

async function steps(trainer: Trainer, first: number, many: number): Promise<void> {
  for (let step = first; step < first + many; step++) {
    await trainer.step(pixelsOf(100 + step), count, height, width)
  }
}

describeWithAll([optional.webgpu, optional.kernels], 'a card that a page lends', () => {
  type Lent = Awaited<ReturnType<typeof lendDawn>>
  const told: NoteEvent[] = []
  let lines: Lent[] = []
  /** Whether a page is there. */
  let isThere = true
  const asked = vi.fn<(again: boolean) => void>()
  const start = () => selectRuntime('webgpu', { threads: 1, tell: (note) => told.push(note) })
  const lent = async (): Promise<Lent> => {
    askForCards(async (again) => {
      asked(again)
      if (!isThere) return { reason: 'no page is open' }
      const line = await lendDawn()
      lines.push(line)
      return line.lent
    })
    await start()
    const line = lines.at(-1)
    if (!line) throw new Error('nobody asked')
    return line
  }
  /** On this process's own card, by the same driver. */
  const own = async (): Promise<void> => {
    askForCards(undefined)
    await start()
  }
  beforeEach(() => {
    told.length = 0
    lines = []
    isThere = true
    asked.mockReset()
  })
  afterEach(async () => {
    askForCards(undefined)
    await stopKernels()
  })
  afterAll(() => stopKernels())

  describe('gives bit for bit what one of this process does', () => {
    const computed = async ([, configuration]: (typeof models)[number]) => {
      const network = createNetwork(configuration)
      const trainer = createTrainer(network, randomWeights(network, 3), options)
      await steps(trainer, 0, 4)
      const weights = await trainer.weights()
      const trained = { weights, averaged: await trainer.averaged(), state: await trainer.state() }
      trainer.dispose()
      return { ...trained, nats: await judged(network, weights), drawn: await drawn(network, weights) }
    }
    type Computed = Awaited<ReturnType<typeof computed>>
    const [expected, found] = [new Map<string, Computed>(), new Map<string, Computed>()]

    // All models on one card after the other: what imitates one takes seconds to compile its kernels.
    beforeAll(async () => {
      await own()
      expect((activeDevice() as WebgpuDevice).lentBy).toBeUndefined()
      for (const model of models) expected.set(model[0], await computed(model))
      await stopKernels()
      asked.mockReset()
      await lent()
      expect((activeDevice() as WebgpuDevice).lentBy).toBe('browser')
      for (const model of models) found.set(model[0], await computed(model))
      expect(asked.mock.calls).toEqual([[false]])
      await stopKernels()
    })

    it.each(models)('%s', (name) => {
      expect(found.get(name)).toBeDefined()
      expect(found.get(name)).toEqual(expected.get(name))
    })
  })

  it('is sent what runs again and again once: steps cross as a few small messages', async () => {
    const line = await lent()
    const network = createNetwork(tinyConfiguration(colour))
    const trainer = createTrainer(network, randomWeights(network, 3), options)
    const sent: number[][] = []
    for (let step = 0; step < 12; step++) {
      line.sent.length = 0
      await steps(trainer, step, 1)
      sent.push([...line.sent])
    }
    const [first, sixth] = [sum(sent[0]), sum(sent[5])]
    // The first step sends what the ones after only name.
    expect(first).toBeGreaterThan(2 * sixth)
    // Numbers of objects are longer by a digit now and then.
    expect(sum(sent[11]) - sixth).toBeLessThan(200)
    expect(sent[11]?.length).toBeLessThan(4)
    trainer.dispose()
  })

  it('has its memory back after each use', async () => {
    const line = await lent()
    const network = createNetwork(tinyConfiguration(colour))
    const held: number[] = []
    for (const many of [2, 12]) {
      const trainer = createTrainer(network, randomWeights(network, 3), options)
      await steps(trainer, 0, many)
      held.push(line.held())
      trainer.dispose()
      await trainer.weights()
      await line.settled()
      held.push(line.held())
    }
    expect(held[0]).toBeGreaterThan(0)
    expect(held).toEqual([held[0], 0, held[0], 0])
  })

  describe('and takes away', () => {
    const network = createNetwork(tinyConfiguration(colour))
    const begin = randomWeights(network, 3)

    it('leaves the processor to go on, which loses no step, and says so', async () => {
      const line = await lent()
      const shaken = createTrainer(network, begin, options)
      await steps(shaken, 0, 3)
      isThere = false
      line.cut()
      await steps(shaken, 3, 2)
      expect(activeDevice()).toBeUndefined()
      expect(told.map(({ because }) => because?.id)).toEqual(['notes.cardPageGone'])
      // The page before asked for none, this one for one in its place.
      expect(asked.mock.calls).toEqual([[false], [true]])
      const weights = await shaken.weights()
      await selectRuntime('native', { threads: 1 })
      const calm = createTrainer(network, begin, options)
      await steps(calm, 0, 5)
      expect(weights).toEqual(await calm.weights())
    })

    it('may lend again, to the very weights of one that never went', async () => {
      const line = await lent()
      const calm = createTrainer(network, begin, options)
      await steps(calm, 0, 5)
      const expected = await calm.weights()
      const shaken = createTrainer(network, begin, options)
      await steps(shaken, 0, 2)
      const step = steps(shaken, 2, 3)
      line.cut()
      await step
      expect(told.map(({ because }) => because?.id)).toEqual(['notes.cardBack'])
      expect(await shaken.weights()).toEqual(expected)
      expect(lines).toHaveLength(2)
      // Nothing of the first is held any more.
      expect(line.held()).toBe(0)
    })

    it('is asked for once more where the line it offers is that of a page that is going', async () => {
      const line = await lent()
      let isFirst = true
      askForCards(async (again) => {
        asked(again)
        const next = await lendDawn()
        if (isFirst) next.cut()
        isFirst = false
        return next.lent
      })
      const shaken = createTrainer(network, begin, options)
      await steps(shaken, 0, 1)
      line.cut()
      await steps(shaken, 1, 1)
      expect(told.map(({ because }) => because?.id)).toEqual(['notes.cardBack'])
      expect(asked.mock.calls).toEqual([[false], [true], [true]])
    })

    it('is not looked for in this process', async () => {
      isThere = false
      askForCards(() => Promise.resolve({ reason: 'no page is open' }))
      await expect(start()).rejects.toThrow('No page is open. Choose another with --runtime.')
    })
  })
})

function sum(sizes: readonly number[] = []): number {
  return sizes.reduce((all, bytes) => all + bytes, 0)
}

async function judged(network: Network, weights: FlatWeights): Promise<number[]> {
  const tensors = toTensors(network, weights)
  const nats = await imageNats(network, tensors, { pixels: pixelsOf(7), count, height, width })
  disposeTensors(tensors)
  return [...nats]
}

async function drawn(network: Network, weights: FlatWeights) {
  const tensors = toTensors(network, weights)
  const found = await drawImages(network, tensors, {
    ...{ height, width, count, seed: 7, temperature: 0.9, topP: 0.95 },
    known: randomLevels(height * width * 3, 4, 6),
    unknown: new Uint8Array(height * width).fill(1, width),
  })
  disposeTensors(tensors)
  return found
}
