import type { Network, Weights } from '../models/network'
import { activeKernels } from '../plans/activeKernels'
import type { AddedLogits, DrawRequest } from '../sampling/drawImages'
import { composedFilter } from './composedFilter'
import { plannedFilter } from './plannedFilter'

/** What is done with a pixel: it is known; it is drawn; it is known and counts. */
export const pixelKinds = { known: 0, drawn: 1, judged: 2 } as const

/** Pictures that are drawn side by side, each weighed by how likely the known pixels are that it meets. */
export interface ParticleFilter {
  /** Goes through rows [from, to), which follow on those that it went through before. */
  run(from: number, to: number): Promise<void>
  /**
   * The log of each picture's weight so far, [count]: the probability of the judged pixels, and where something was
   * added to the logits, unless that tilts the model, how much likelier what was drawn is without.
   */
  logWeights(): Float64Array
  /** Makes a picture what another is, weight and all. */
  copy(from: number, to: number): void
  /** Levels of a row, [width * C]. */
  row(picture: number, row: number): Uint8Array
  /** Levels [height, width, C]. */
  picture(picture: number): Uint8Array
}

/**
 * What a filter draws: `known` is one picture, or several that each belong to as many of the `count`; `kinds`
 * [height, width] says what to do with each pixel.
 */
export interface FilterRequest extends Pick<
  DrawRequest,
  'height' | 'width' | 'known' | 'count' | 'seed' | 'firstVariant' | 'temperature' | 'topP'
> {
  readonly kinds: Uint8Array
  readonly added?: AddedLogits
  /** What is added says what is wanted: it has no part in the weights. */
  readonly tilted?: boolean
}

/** A filter by kernels where there are some, else by passes over the whole. */
export function particleFilter(network: Network, weights: Weights, request: FilterRequest): ParticleFilter {
  const kernels = activeKernels()
  return kernels
    ? plannedFilter(kernels, network, weights, request)
    : composedFilter(network, weights, request)
}
