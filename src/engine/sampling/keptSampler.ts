import type { Network, Weights } from '../models/network'
import { SameWeights, valuesOf } from '../models/weightValues'
import type { Kernels } from '../plans/kernels'
import { Sampler, type SamplerShape } from '../plans/sampling/sampler'

interface Kept {
  readonly kernels: Kernels
  readonly network: Network
  readonly sampler: Sampler
  readonly weights: SameWeights
}

/** The last ones: mostly one batch after another is drawn by the same weights, on up to two scales. */
let kept: readonly Kept[] = []
const mostKept = 2

/** A sampler of this network, shape and weights: the last one, where that is the same, else a new one in its place. */
export function samplerFor(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  shape: SamplerShape,
): Sampler {
  const { sampler, weights: known } = keptFor(kernels, network, shape)
  if (known.areNew(network, weights)) sampler.setWeights(valuesOf(weights))
  return sampler
}

function keptFor(kernels: Kernels, network: Network, shape: SamplerShape): Kept {
  const fits = ({ kernels: own, network: of, sampler }: Kept): boolean =>
    own === kernels && of === network && JSON.stringify(sampler.shape) === JSON.stringify(shape)
  const found = kept.find(fits)
  if (found) return found
  // One network is drawn with in one size at a time.
  const others = kept.filter((one) => one.kernels === kernels && one.network !== network).slice(1 - mostKept)
  for (const one of kept) if (!others.includes(one)) one.sampler.dispose()
  const made = { kernels, network, sampler: new Sampler(kernels, network, shape), weights: new SameWeights() }
  kept = [...others, made]
  return made
}
