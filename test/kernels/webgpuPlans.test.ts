import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parted } from '../../src/engine/models/flatWeights'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { openDawn, type WebgpuDevice } from '../../src/engine/runtimes/webgpu/dawn'
import { WebgpuPlan } from '../../src/engine/runtimes/webgpu/webgpuPlan'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { randomLevels, randomWeights, tinyConfiguration } from '../engine/fixtures'
import { planned } from './support'

describe('webgpu', () => {
  let device: WebgpuDevice
  let native: KernelThreads
  beforeAll(async () => {
    const opened = await openDawn()
    if ('reason' in opened) throw new Error(opened.reason)
    device = opened
    opened.open.device.addEventListener('uncapturederror', (e) => console.error((e as GPUUncapturedErrorEvent).error.message))
    console.log(opened.open.description)
    const kernels = await openKernels('native', { threads: 1 })
    if ('reason' in kernels) throw new Error(kernels.reason)
    native = kernels
  })
  afterAll(async () => {
    device.open.device.destroy()
    await native.dispose()
  })
  const cases: ModelConfiguration[] = architectures.flatMap((architecture) => [
    tinyConfiguration({ architecture, channels: 1, levels: 2, hidden: 17, layers: 2, skip: true }),
    tinyConfiguration({ architecture, channels: 3, levels: 17, hidden: 48, layers: 1 }),
  ])
  it.each(cases)('%o', async (configuration) => {
    const network = createNetwork(configuration)
    const weights = randomWeights(network, 3)
    const [batch, height, width] = [3, 5, 7]
    const pixels = randomLevels(batch * height * width * configuration.channels, configuration.levels, 4)
    const expected = planned(native, network, weights, pixels, { batch, height, width, train: true })
    const plan = device.plan(network, { batch, height, width, training: { optimizer: 'rmsprop', average: false } }) as WebgpuPlan
    plan.setWeights(weights)
    const nats = await plan.run(pixels, batch)
    console.log([...nats], [...expected.nats])
    const gradients = await plan.gradients()
    const own = parted(network, expected.gradients)
    const largest = Math.max(...expected.gradients.map(Math.abs))
    for (const [name, values] of parted(network, gradients)) {
      const apart = Math.max(...values.map((v, i) => Math.abs(v - (own.get(name)?.[i] ?? NaN))))
      if (!(apart < 1e-4 * largest)) console.log(name, apart, largest)
    }
    expect(nats[0]! / expected.nats[0]!).toBeCloseTo(1, 4)
  })
})
