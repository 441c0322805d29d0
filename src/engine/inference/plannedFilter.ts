import type { Network, Weights } from '../models/network'
import type { Kernels } from '../plans/kernels'
import { scales } from '../sampling/drawRaster'
import { samplerFor } from '../sampling/keptSampler'
import { setAdded } from '../sampling/setAdded'
import type { FilterRequest, ParticleFilter } from './particleFilter'

/** A particle filter of kernels: known pixels are judged in runs, and a copied picture takes its features along. */
export function plannedFilter(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  request: FilterRequest,
): ParticleFilter {
  const { height, width, known, kinds, count, seed, firstVariant = 0, temperature, topP } = request
  const { added, tilted = false } = request
  const size = height * width * network.configuration.channels
  const pictures = known.length / size
  const knownOf = (picture: number): Uint8Array => {
    const at = Math.floor((picture * pictures) / count) * size
    return known.subarray(at, at + size)
  }
  const sampler = samplerFor(kernels, network, weights, {
    ...{ height, width, count },
    ...(added && { addedSets: added.sets }),
  })
  for (let picture = 0; picture < count; picture++) sampler.setImage(picture, knownOf(picture))
  if (added) setAdded(sampler, added)
  sampler.begin(kinds, { seed, firstVariant, scale: scales.whole, temperature, topP })
  const row = (picture: number, at: number): Uint8Array => Uint8Array.from(sampler.row(picture, at))
  return {
    // What is thrown becomes a rejection.
    run: (from, to) => new Promise((resolve) => resolve(sampler.run(from, to))),
    logWeights: () => sampler.logWeights(tilted),
    copy: (from, to) => sampler.copyImage(from, to),
    row,
    picture(picture) {
      const length = width * network.configuration.channels
      const levels = new Uint8Array(height * length)
      for (let at = 0; at < height; at++) levels.set(sampler.row(picture, at), at * length)
      return levels
    },
  }
}
