import type { Network, Weights } from '../models/network'
import type { Kernels } from '../plans/kernels'
import type { PlanDevice } from '../plans/device'
import type { DeviceSampler } from '../plans/deviceSampler'
import { KeptPlans } from '../plans/keptPlans'
import { Sampler } from '../plans/sampling/sampler'
import type { SamplerShape } from '../plans/sampling/samplerLayout'

/** A picture is drawn on up to two scales. */
const kept = new KeptPlans<Sampler>(2)
const keptOnDevices = new KeptPlans<DeviceSampler>(2)

/** A sampler of this network, shape and weights: the last one, where that is the same, else a new one in its place. */
export function samplerFor(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  shape: SamplerShape,
): Sampler {
  return kept.of(kernels, network, weights, {
    fits: (sampler) => JSON.stringify(sampler.shape) === JSON.stringify(shape),
    make: () => new Sampler(kernels, network, shape),
  })
}

/** The same on a device; throws `NoRoomOnDevice`. */
export function deviceSamplerFor(
  device: PlanDevice,
  network: Network,
  weights: Weights,
  shape: SamplerShape,
): DeviceSampler {
  return keptOnDevices.of(device, network, weights, {
    fits: (sampler) => JSON.stringify(sampler.shape) === JSON.stringify(shape),
    make: () => device.sampler(network, shape),
  })
}
