import type { Network, Weights } from '../models/network'
import type { PlanDevice } from '../plans/device'
import { scales } from '../sampling/drawRaster'
import { deviceSamplerFor } from '../sampling/keptSampler'
import { setAdded } from '../sampling/setAdded'
import { type FilterRequest, type ParticleFilter, repeated } from './particleFilter'

/** A particle filter on a device; throws `NoRoomOnDevice`. */
export function deviceFilter(
  device: PlanDevice,
  network: Network,
  weights: Weights,
  request: FilterRequest,
): ParticleFilter {
  const { height, width, known, kinds, count, seed, firstVariant = 0, temperature, topP } = request
  const { added, tilted = false } = request
  const rowLength = width * network.configuration.channels
  const size = height * rowLength
  const levels = repeated(known, count, size)
  const sampler = deviceSamplerFor(device, network, weights, {
    ...{ height, width, count },
    ...(added && { addedSets: added.sets }),
  })
  if (added) setAdded(sampler, added)
  sampler.begin(levels, kinds, { seed, firstVariant, scale: scales.whole, temperature, topP })
  return {
    async run(from, to) {
      const drawn = await sampler.run(from, to)
      drawn.forEach((rows, picture) => levels.set(rows, picture * size + from * rowLength))
    },
    logWeights: () => sampler.logWeights(tilted),
    copy(from, to) {
      sampler.copyImage(from, to)
      levels.copyWithin(to * size, from * size, (from + 1) * size)
    },
    row: (picture, row) =>
      levels.slice(picture * size + row * rowLength, picture * size + (row + 1) * rowLength),
    picture: (picture) => levels.slice(picture * size, (picture + 1) * size),
  }
}
