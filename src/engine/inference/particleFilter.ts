import type { Network, Weights } from '../models/network'
import { activeDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import { NoRoomOnDevice } from '../plans/deviceSampler'
import type { AddedLogits } from '../sampling/addedLogits'
import type { DrawRequest } from '../sampling/drawImages'
import { composedFilter } from './composedFilter'
import { deviceFilter } from './deviceFilter'
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

/** A filter on a device or by kernels where there are some, else by passes over the whole. */
export function particleFilter(network: Network, weights: Weights, request: FilterRequest): ParticleFilter {
  const [device, kernels] = [activeDevice(), activeKernels()]
  if (device) {
    try {
      return deviceFilter(device, network, weights, request)
    } catch (error) {
      if (!(error instanceof NoRoomOnDevice)) throw error
    }
  }
  return kernels
    ? plannedFilter(kernels, network, weights, request)
    : composedFilter(network, weights, request)
}

/** As many pictures as there are to be, each as often as any other. */
export function repeated(known: Uint8Array, count: number, size: number): Uint8Array {
  const pictures = known.length / size
  const all = new Uint8Array(count * size)
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * pictures) / count) * size
    all.set(known.subarray(from, from + size), i * size)
  }
  return all
}
