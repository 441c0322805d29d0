import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { randomMask } from '../../src/engine/data/randomMasks'
import { parted } from '../../src/engine/models/flatWeights'
import type { FlatWeights } from '../../src/engine/models/weights'
import { RandomStream } from '../../src/engine/random/stream'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'
import { openDawn } from '../../src/engine/runtimes/webgpu/dawn'
import { webgpuDevice, type WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { architectures } from '../../src/shared/model/configuration'
import { multiScaleConfiguration, tinyConfiguration } from '../engine/fixtures'
import { describeWithAll, optional } from '../support/optional'
import { describeCase, type PlanCase, subjectOf } from './planCases'
import { planned } from './support'

/** Every kind of mask, head and edge: tiles that are full and not, one and several panels of columns. */
const cases: PlanCase[] = [
  ...architectures.flatMap((architecture) => [
    {
      configuration: tinyConfiguration({ architecture, levels: 2, hidden: 17, layers: 2, skip: true }),
      ...{ batch: 3, height: 5, width: 7 },
    },
    {
      configuration: tinyConfiguration({ architecture, channels: 3, levels: 17, hidden: 40, layers: 1 }),
      ...{ batch: 2, height: 9, width: 4 },
    },
    {
      configuration: tinyConfiguration({ architecture, channels: 3, levels: 2, hidden: 3, residual: false }),
      ...{ batch: 5, height: 1, width: 3 },
    },
  ]),
  ...architectures.map((architecture) => ({
    configuration: multiScaleConfiguration(
      { architecture, channels: 3, levels: 5, size: 8, skip: true },
      { size: 4, architecture },
    ),
    ...{ batch: 3, height: 7, width: 9 },
  })),
  ...architectures.map((architecture, i) => ({
    configuration: {
      ...tinyConfiguration({ architecture, channels: i === 0 ? 1 : 3, levels: i === 0 ? 2 : 5, hidden: 5 }),
      conditioner: { hidden: 6 + i, layers: 5, outputFeatures: 7 },
    },
    ...{ batch: 3, height: 6, width: 9 },
  })),
  {
    configuration: tinyConfiguration({ levels: 256, hidden: 16, layers: 0 }),
    ...{ batch: 9, height: 8, width: 1 },
  },
]

/** How scans run: a workgroup an image, or each step as dispatches of its own, as on a card where models are large. */
const scans = ['in one', 'step by step'] as const
const scanned = cases.flatMap((one) =>
  scans
    .filter((scan) => scan === 'in one' || one.configuration.architecture !== 'pixelcnn')
    .map((scan) => [describeCase(one), scan, one] as const),
)

describeWithAll([optional.webgpu, optional.kernels], 'plans on WebGPU', () => {
  let device: WebgpuDevice
  let apart: WebgpuDevice
  let native: KernelThreads
  const complaints: string[] = []

  beforeAll(async () => {
    const opened = await openDawn()
    if ('reason' in opened) throw new Error(opened.reason)
    device = opened
    apart = webgpuDevice({ ...opened.open, stepsApart: 0 })
    device.open.device.addEventListener('uncapturederror', ({ error }: GPUUncapturedErrorEvent) => {
      complaints.push(error.message)
    })
    const kernels = await openKernels('native', { threads: 1 })
    if ('reason' in kernels) throw new Error(kernels.reason)
    native = kernels
  })
  afterAll(async () => {
    device.open.device.destroy()
    await native.dispose()
  })

  describe.each(scanned)('%s, scans %s', (_title, scan, one) => {
    const { network, weights, pixels, batch, height, width } = subjectOf(one, 3)
    const conditioned = network.conditioner !== undefined
    const shape = { batch, height, width, conditioned }
    const unknown = conditioned ? masksOf(shape) : undefined
    const training = { optimizer: 'rmsprop', average: false } as const

    it('are what the processor makes of them: likelihoods to 1e-5, gradients to 1e-4', async () => {
      const expected = planned(native, network, weights, pixels, { ...shape, train: true, unknown })
      const plan = (scan === 'in one' ? device : apart).plan(network, { ...shape, training })
      plan.setWeights(weights)
      const nats = await plan.run(pixels, batch, unknown)
      const gradients = await plan.gradients()
      plan.dispose()
      nats.forEach((value, i) => expect(Math.abs(value / (expected.nats[i] ?? NaN) - 1)).toBeLessThan(1e-5))
      const own = parted(network, expected.gradients)
      const largest = largestOf(expected.gradients)
      for (const [name, values] of parted(network, gradients)) {
        const other = own.get(name) ?? new Float32Array()
        const apart = values.map((value, i) => value - (other[i] ?? NaN))
        expect(largestOf(apart) / Math.max(largestOf(other), largest / 100), name).toBeLessThan(1e-4)
      }
      expect(complaints).toEqual([])
    })
  })

  it.each(architectures)('give the gradients of a %s that finite differences give', async (architecture) => {
    const one = {
      configuration: tinyConfiguration({ architecture, channels: 3, levels: 4, layers: 1, skip: true }),
      ...{ batch: 2, height: 3, width: 4 },
    }
    // Weights by which no ReLU has its kink within the steps: the processor's plans show that of other seeds.
    const { network, weights, pixels, batch } = subjectOf(one, 3)
    const training = { optimizer: 'rmsprop', average: false } as const
    const plan = device.plan(network, { ...one, training })
    const meanNats = async (values: FlatWeights): Promise<number> => {
      plan.setWeights(values)
      return (await plan.run(pixels, batch)).reduce((sum, value) => sum + value, 0) / batch
    }
    await meanNats(weights)
    const gradients = parted(network, await plan.gradients())
    const stream = new RandomStream(9, 'draw')
    for (const [i, { name }] of network.parameters.entries()) {
      const values = weights.get(name) ?? new Float32Array()
      const direction = stream.fillNormal(new Float32Array(values.length), i)
      const length = Math.hypot(...direction)
      const at = (distance: number): Promise<number> =>
        meanNats(
          new Map(weights).set(
            name,
            values.map((value, j) => value + (distance * (direction[j] ?? NaN)) / length),
          ),
        )
      const gradient = gradients.get(name) ?? values
      const slope = gradient.reduce((sum, g, j) => sum + g * (direction[j] ?? NaN), 0) / length
      const step = 1e-3
      const difference = ((await at(step)) - (await at(-step))) / (2 * step)
      // Rounding of the nats counts for less with a longer step.
      expect(Math.abs(difference - slope), name).toBeLessThan(0.01 + 0.02 * Math.abs(slope))
      expect(
        gradient.some((g) => g !== 0),
        name,
      ).toBe(true)
    }
    plan.dispose()
  })

  it('take less of the card where fewer images are worked on at a time', () => {
    const network = createNetwork(tinyConfiguration({ hidden: 16, layers: 4 }))
    const training = { optimizer: 'rmsprop', average: false } as const
    const bytes = [8, 4, 2, 1].map((atOnce) =>
      device.bytesOf(network, { batch: 8, height: 9, width: 9, training, atOnce }),
    )
    expect(bytes).toEqual([...new Set(bytes)].sort((a, b) => b - a))
  })

  it('say that there is no memory for them where that is so', async () => {
    const configuration = tinyConfiguration({ hidden: 16 })
    const { network, weights, pixels } = subjectOf({ configuration, batch: 2, height: 4, width: 4 }, 3)
    const shape = { batch: 2, height: 4, width: 4 }
    // Not even one image at a time fits into what may be bound.
    expect(() => device.plan(network, shape, 1000)).toThrow(
      expect.objectContaining({ code: 'out-of-memory' }),
    )

    // A card whose memory is full, as it says that: a buffer that is none, and an error of that kind.
    const gpu = device.open.device
    const make = gpu.createBuffer.bind(gpu)
    gpu.createBuffer = (descriptor) => make({ ...descriptor, size: gpu.limits.maxBufferSize + 16 })
    const listen = gpu.popErrorScope.bind(gpu)
    gpu.popErrorScope = async () => (await listen()) ?? { message: 'full' }
    try {
      const plan = device.plan(network, shape)
      plan.setWeights(weights)
      await expect(plan.run(pixels, 2)).rejects.toMatchObject({ code: 'out-of-memory' })
      plan.dispose()
    } finally {
      gpu.createBuffer = make
      gpu.popErrorScope = listen
      complaints.length = 0
    }
    const plan = device.plan(network, shape)
    plan.setWeights(weights)
    expect(await plan.run(pixels, 2)).toHaveLength(2)
    plan.dispose()
  })

  it('judge as many images as there are, in as many turns as its memory needs', async () => {
    const configuration = tinyConfiguration({ channels: 3, levels: 4, hidden: 8 })
    const network = createNetwork(configuration)
    const { weights, pixels } = subjectOf({ configuration, batch: 7, height: 4, width: 4 }, 3)
    const expected = planned(native, network, weights, pixels, {
      batch: 7,
      height: 4,
      width: 4,
      train: false,
    })
    const whole = device.plan(network, { batch: 7, height: 4, width: 4 })
    const parts = device.plan(network, { batch: 7, height: 4, width: 4 }, 90_000)
    expect(parts.bytes).toBeLessThan(whole.bytes)
    for (const plan of [whole, parts]) {
      plan.setWeights(weights)
      for (const count of [7, 1, 4]) {
        const nats = await plan.run(pixels, count)
        expect(nats.length).toBe(count)
        nats.forEach((value, i) => expect(Math.abs(value / (expected.nats[i] ?? NaN) - 1)).toBeLessThan(1e-5))
      }
      plan.dispose()
    }
    expect(complaints).toEqual([])
  })
})

/** Which pixels are hidden of each image. */
function masksOf({ batch, height, width }: Pick<PlanCase, 'batch' | 'height' | 'width'>): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: batch }, (_, image) => [
      ...randomMask({ height, width }, { seed: 1, visit: 0, image }),
    ]).flat(),
  )
}

function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
