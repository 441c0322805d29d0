import { failure } from '../../shared/errors'
import type { FlatWeights } from '../models/weights'

/** Moves weights along gradients, and remembers what it needs for the next step. Flat arrays, in place. */
export interface Optimizer {
  /** May be changed between steps. */
  learningRate: number
  /** Moves the weights, in place, along gradients of the same names and lengths, each times `scale`. */
  step(weights: FlatWeights, gradients: ReadonlyMap<string, Float32Array>, scale?: number): void
  /** What a later run needs to go on alike, copied: arrays as long as the parameter they are named after. */
  state(): Map<string, Float32Array>
  /** Takes up the state after `steps` steps; `model-damaged` where it doesn't fit the weights. */
  restore(state: ReadonlyMap<string, Float32Array>, weights: FlatWeights, steps: number): void
}

/** A saved array copied, where it is as long as the parameter that it belongs to; else `model-damaged`. */
export function fittingState(name: string, values: Float32Array, parameter?: Float32Array): Float32Array {
  if (parameter?.length === values.length) return values.slice()
  throw failure('training.optimizer', { name }, name)
}
