import { afterAll, beforeAll, expect, it } from 'vitest'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { NoRoomOnDevice } from '../../src/engine/plans/deviceSampler'
import { Sampler } from '../../src/engine/plans/sampling/sampler'
import type { SamplerShape } from '../../src/engine/plans/sampling/samplerLayout'
import { RandomStream } from '../../src/engine/random/stream'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'
import { openDawn } from '../../src/engine/runtimes/webgpu/dawn'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { WebgpuSampler } from '../../src/engine/runtimes/webgpu/webgpuSampler'
import { drawLevel } from '../../src/engine/sampling/draw'
import { randomLevels, strongWeights, tinyConfiguration } from '../engine/fixtures'
import { describeWithAll, optional } from '../support/optional'

interface Case {
  readonly configuration: ModelConfiguration
  readonly count: number
  readonly height: number
  readonly width: number
  readonly hole: keyof typeof holes
  readonly temperature?: number
  readonly topP?: number
  readonly addedSets?: number
}

/** Which pixels are to be drawn, of as many as there are. */
const holes = {
  all: () => true,
  scattered: (pixel: number) => (pixel * 7919) % 5 < 2,
  'a block': (pixel: number, pixels: number) => pixel > pixels / 3 && pixel < pixels / 2,
  'the last': (pixel: number, pixels: number) => pixel === pixels - 1,
} as const

const cases: Case[] = architectures.flatMap((architecture): Case[] => [
  {
    configuration: tinyConfiguration({ architecture, hidden: 17, layers: 2, skip: true }),
    ...{ count: 3, height: 6, width: 7, hole: 'all' },
  },
  {
    configuration: tinyConfiguration({ architecture, channels: 3, levels: 19, hidden: 12 }),
    ...{ count: 2, height: 5, width: 4, hole: 'scattered', temperature: 0.7 },
  },
  {
    configuration: tinyConfiguration({ architecture, channels: 3, levels: 256, hidden: 9, layers: 1 }),
    ...{ count: 2, height: 4, width: 5, hole: 'all', topP: 0.8 },
  },
  {
    configuration: tinyConfiguration({ architecture, levels: 4, hidden: 40, residual: false }),
    ...{ count: 4, height: 3, width: 9, hole: 'a block', temperature: 0, addedSets: 2 },
  },
  {
    configuration: tinyConfiguration({ architecture, channels: 3, levels: 2, layers: 1 }),
    ...{ count: 2, height: 1, width: 6, hole: 'the last', addedSets: 1 },
  },
])

/**
 * Sums in another order, and 24 bits of a random number instead of 53, move the borders between levels by some 1e-6.
 * What is drawn from a number so close to one may be either; what follows on it is then another picture.
 */
const tie = 1e-5

/** Native's pictures beside those of a card, from the same numbers. */
interface Drawn {
  readonly own: readonly number[]
  readonly expected: readonly number[]
  readonly nats: number
  readonly expectedNats: number
  /** What a value of the second may have been, given those before it. */
  readonly near: (value: number) => readonly number[]
}

describeWithAll([optional.webgpu, optional.kernels], 'drawing on WebGPU', () => {
  let device: WebgpuDevice
  let native: KernelThreads
  const complaints: string[] = []
  /** Values that were drawn from the same past, and those of them that were not the same. */
  const seen = { values: 0, apart: 0 }

  const opened = async (drawingAs?: 'card'): Promise<WebgpuDevice> => {
    const found = await openDawn(drawingAs)
    if ('reason' in found) throw new Error(found.reason)
    found.open.device.addEventListener('uncapturederror', ({ error }: GPUUncapturedErrorEvent) => {
      complaints.push(error.message)
    })
    return found
  }
  beforeAll(async () => {
    device = await opened()
    const kernels = await openKernels('native', { threads: 1 })
    if ('reason' in kernels) throw new Error(kernels.reason)
    native = kernels
  })
  afterAll(async () => {
    device.open.device.destroy()
    await native.dispose()
  })

  /** Draws a case by both, row after row, the card's set off before the rows above are there. */
  async function drawn(
    one: Case,
    make = (...of: Parameters<WebgpuDevice['sampler']>) => device.sampler(...of),
    change: (weight: number) => number = (weight) => weight,
  ) {
    const { configuration, count, height, width, hole, temperature = 1, topP = 1, addedSets } = one
    const { channels, levels } = configuration
    const network = createNetwork(configuration)
    const weights = new Map(
      [...strongWeights(network, 3)].map(([name, values]) => [name, values.map(change)] as const),
    )
    const size = height * width * channels
    const pixels = randomLevels(count * size, levels, 4)
    const unknown = Uint8Array.from({ length: height * width }, (_, pixel) =>
      holes[hole](pixel, height * width) ? 1 : 0,
    )
    const shape: SamplerShape = { height, width, count, ...(addedSets && { addedSets }) }
    const draw = { seed: 5, firstVariant: 3, scale: 0, temperature, topP }
    const perValue = levels === 2 ? 1 : levels
    const added = Array.from({ length: addedSets ?? 0 }, (_, set) =>
      new RandomStream(set, 'draw').fillNormal(new Float32Array(size * perValue)),
    )

    const expected = new Sampler(native, network, { ...shape, record: true })
    const sampler = make(network, shape)
    for (const each of [expected, sampler]) {
      each.setWeights(weights)
      added.forEach((values, set) => each.setAdded(set, values))
    }
    for (let image = 0; image < count; image++) {
      expected.setImage(image, pixels.subarray(image * size, (image + 1) * size))
    }
    expected.begin(unknown, draw)
    expected.run(0, height)
    sampler.begin(pixels, unknown, draw)
    const rows = await Promise.all(Array.from({ length: height }, (_, row) => sampler.run(row, row + 1)))
    const stream = new RandomStream(draw.seed, 'draw')
    const found = Array.from({ length: count }, (_, image): Drawn => ({
      own: rows.flatMap((row) => [...(row[image] ?? [])]),
      expected: Array.from({ length: height }, (_, row) => [...expected.row(image, row)]).flat(),
      nats: sampler.nats()[image] ?? NaN,
      expectedNats: expected.nats()[image] ?? NaN,
      near(value) {
        const [cell, channel] = [Math.floor(value / channels), value % channels]
        const more = added[Math.floor((image * added.length) / count)]
        const logits = expected
          .recorded(image, cell, channel)
          .map((logit, k) => logit + (more?.[value * perValue + k] ?? 0))
        const u = stream.uniform(cell, channel, draw.firstVariant + image, draw.scale)
        const around = [-tie, 0, tie]
        return around.flatMap((x) =>
          around.map((y) => drawLevel(logits, u + x, { temperature, topP: Math.min(1, topP + y) })),
        )
      },
    }))
    expected.dispose()
    sampler.dispose()
    return { found, unknown }
  }

  /** Holds pictures against native's. */
  function compare({ found, unknown }: Awaited<ReturnType<typeof drawn>>): void {
    for (const { own, expected, nats, expectedNats, near } of found) {
      const channels = own.length / unknown.length
      const differs = own.findIndex((level, i) => level !== expected[i])
      const same = differs < 0 ? own.length : differs + 1
      for (let i = 0; i < same; i++) seen.values += unknown[Math.floor(i / channels)] ?? 0
      if (differs < 0) {
        expect(Math.abs(nats - expectedNats)).toBeLessThan(1e-4 * Math.max(1, expectedNats))
        continue
      }
      seen.apart++
      expect(unknown[Math.floor(differs / channels)]).toBe(1)
      expect(near(differs)).toContain(own[differs])
    }
    expect(complaints).toEqual([])
  }

  it.each(cases.map((one) => [describeCase(one), one] as const))('%s', async (_title, one) => {
    compare(await drawn(one))
  })

  const [some] = cases.filter(({ configuration }) => configuration.levels === 256)
  if (!some) throw new Error('no case of 256 levels')

  it('as a card does, with many invocations an image', async () => {
    const card = await opened('card')
    try {
      compare(await drawn({ ...some, height: 3 }, (...of) => card.sampler(...of)))
    } finally {
      card.open.device.destroy()
    }
  })

  it.each(architectures)(
    'with weights that are halves from half the memory: the very same, of a %s',
    async (of) => {
      const { open } = device
      const one = cases.find(
        ({ configuration: { architecture, levels } }) => architecture === of && levels === 19,
      )
      if (!one) throw new Error('no case of 19 levels')
      const by = (readsHalves: boolean) =>
        drawn(
          one,
          (...shape) =>
            new WebgpuSampler({ ...open, readsHalves }, ...shape, open.device.limits.maxBufferSize),
          truncated,
        )
      const halves = await by(true)
      // They were read by the kernel for them.
      expect(open.pipelines.prepare(['sampleHalves'])).toBeUndefined()
      compare(halves)
      const floats = await by(false)
      expect(halves.found.map(({ own }) => own)).toEqual(floats.found.map(({ own }) => own))
      expect(halves.found.map(({ nats }) => nats)).toEqual(floats.found.map(({ nats }) => nats))
    },
  )

  it('with other weights as floats, whatever the card could read', async () => {
    const { open } = device
    const { maxBufferSize } = open.device.limits
    const as = (readsHalves: boolean) =>
      drawn(some, (...shape) => new WebgpuSampler({ ...open, readsHalves }, ...shape, maxBufferSize))
    const [one, other] = [await as(true), await as(false)]
    expect(one.found.map(({ nats }) => nats)).toEqual(other.found.map(({ nats }) => nats))
  })

  it('in many dispatches a row, where one would take long: the very same', async () => {
    const { maxBufferSize } = device.open.device.limits
    const parts = await drawn(some, (...of) => new WebgpuSampler(device.open, ...of, maxBufferSize, 1))
    const whole = await drawn(some)
    expect(parts.found.map(({ own }) => own)).toEqual(whole.found.map(({ own }) => own))
    expect(parts.found.map(({ nats }) => nats)).toEqual(whole.found.map(({ nats }) => nats))
  })

  it('takes the lowest of equals at temperature 0, and any of them otherwise', async () => {
    const network = createNetwork(tinyConfiguration({ levels: 4 }))
    const sampler = device.sampler(network, { height: 4, width: 4, count: 2 })
    sampler.setWeights(new Map())
    const unknown = new Uint8Array(16).fill(1)
    const values = async (temperature: number): Promise<number[]> => {
      sampler.begin(new Uint8Array(32), unknown, {
        ...{ seed: 1, firstVariant: 0, scale: 0, temperature, topP: 1 },
      })
      return (await sampler.run(0, 4)).flatMap((levels) => [...levels])
    }
    expect(await values(0)).toEqual(Array.from({ length: 32 }, () => 0))
    const drawnAtOne = await values(1)
    const stream = new RandomStream(1, 'draw')
    expect(drawnAtOne).toEqual(
      drawnAtOne.map((_, i) => Math.floor(4 * stream.uniform(i % 16, 0, Math.floor(i / 16), 0))),
    )
    for (const nats of sampler.nats()) expect(nats / Math.log(4)).toBeCloseTo(16, 4)
    sampler.dispose()
  })

  it('says where there is no room for it', () => {
    const network = createNetwork(tinyConfiguration())
    expect(() => new WebgpuSampler(device.open, network, { height: 4, width: 4, count: 1 }, 10_000)).toThrow(
      NoRoomOnDevice,
    )
  })

  it('differs from native in less than one value of a thousand, and only where both are right', () => {
    expect(seen.values).toBeGreaterThan(800)
    expect(seen.apart / seen.values).toBeLessThan(1e-3)
  })
})

/** The digits of a weight that a half has room for. */
function truncated(weight: number): number {
  const float = Float32Array.of(weight)
  const bits = new Uint32Array(float.buffer)
  bits[0] = (bits[0] ?? 0) & ~0x1fff
  return float[0] ?? NaN
}

function describeCase({ configuration, count, height, width, hole, ...how }: Case): string {
  const { architecture, channels, levels, hidden, layers } = configuration
  return `${architecture}, ${count} of ${height}x${width}x${channels}, ${levels} levels, h ${hidden} x ${layers}, ${hole}, ${JSON.stringify(how)}`
}
