import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { parted } from '../../src/engine/models/flatWeights'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'
import { openDawn, type WebgpuDevice } from '../../src/engine/runtimes/webgpu/dawn'
import { architectures } from '../../src/shared/model/configuration'
import { tinyConfiguration } from '../engine/fixtures'
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
  {
    configuration: tinyConfiguration({ levels: 256, hidden: 16, layers: 0 }),
    ...{ batch: 9, height: 8, width: 1 },
  },
]

describeWithAll([optional.webgpu, optional.kernels], 'plans on WebGPU', () => {
  let device: WebgpuDevice
  let native: KernelThreads
  const complaints: string[] = []

  beforeAll(async () => {
    const opened = await openDawn()
    if ('reason' in opened) throw new Error(opened.reason)
    device = opened
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

  describe.each(cases.map((one) => [describeCase(one), one] as const))('%s', (_title, one) => {
    const { network, weights, pixels, batch, height, width } = subjectOf(one, 3)
    const shape = { batch, height, width }

    it('are what the processor makes of them: likelihoods to 1e-5, gradients to 1e-4', async () => {
      const expected = planned(native, network, weights, pixels, { ...shape, train: true })
      const training = { optimizer: 'rmsprop', average: false } as const
      const plan = device.plan(network, { ...shape, training })
      plan.setWeights(weights)
      const nats = await plan.run(pixels, batch)
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

function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
