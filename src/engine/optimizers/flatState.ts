import type { OptimizerName } from '../../shared/training'
import { joined, parted } from '../models/flatWeights'
import type { Network } from '../models/network'
import { copyOf, WeightAverage } from './average'
import { createOptimizer } from './createOptimizer'
import type { FlatOptimizer } from './flatOptimizer'
import { splitState, withAverage } from './trainerState'

/** What a training consists of, each array of all parameters one after another. */
export interface FlatArrays {
  readonly weights: Float32Array
  /** The optimizer's, in the order of `FlatOptimizer.arrays`. */
  readonly state: readonly Float32Array[]
  readonly average?: Float32Array
}

/** A trainer's state as it is saved; before the first step the optimizer has none. */
export function flatState(
  network: Network,
  optimizer: FlatOptimizer,
  { state, average }: FlatArrays,
  started: boolean,
): Map<string, Float32Array> {
  const own = optimizer.arrays.flatMap((prefix, i) => {
    const array = state[i]
    if (!array || !started) return []
    return [...parted(network, array)].map(([name, values]) => [prefix + name, values.slice()] as const)
  })
  return withAverage(new Map(own), average && copyOf(parted(network, average)))
}

/** The arrays as `saved` has them after `steps` steps; `model-damaged` where that doesn't fit. */
export function restoredArrays(
  network: Network,
  optimizer: FlatOptimizer,
  settings: {
    readonly name: OptimizerName
    readonly learningRate: number
    readonly average: number | undefined
  },
  { weights, average: kept }: Pick<FlatArrays, 'weights' | 'average'>,
  { saved, steps }: { readonly saved: ReadonlyMap<string, Float32Array>; readonly steps: number },
): FlatArrays {
  const { optimizer: own, average: savedAverage } = splitState(saved)
  // The plain ones know what is whole and fits.
  const judge = createOptimizer(settings.name, settings.learningRate)
  judge.restore(own, parted(network, weights), steps)
  const judged = judge.state()
  const state = optimizer.arrays.map((prefix) => {
    const names = [...judged].filter(([key]) => key.startsWith(prefix))
    return joined(network, new Map(names.map(([key, values]) => [key.slice(prefix.length), values])))
  })
  const judgedAverage =
    kept && settings.average ? new WeightAverage(parted(network, kept), settings.average) : undefined
  judgedAverage?.restore(savedAverage)
  return { weights, state, average: judgedAverage && joined(network, judgedAverage.weights()) }
}

/** Whether a saved state has more than an average: what an optimizer that never stepped has. */
export function hasStepped(saved: ReadonlyMap<string, Float32Array>): boolean {
  return splitState(saved).optimizer.size > 0
}
