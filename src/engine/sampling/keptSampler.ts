import type { Network, Weights } from '../models/network'
import type { Kernels } from '../plans/kernels'
import { KeptPlans } from '../plans/keptPlans'
import { Sampler } from '../plans/sampling/sampler'
import type { SamplerShape } from '../plans/sampling/samplerLayout'

/** A picture is drawn on up to two scales. */
const kept = new KeptPlans<Sampler>(2)

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
