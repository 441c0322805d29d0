import type { OptimizerName } from '../../shared/training'
import type { Word } from '../plans/builder'
import type { PlanPieces } from '../plans/compile'
import { floatBits, opcodes } from '../plans/words'
import { adamDefaults, meanPrefix, squarePrefix } from './adam'
import { rmsPropDefaults } from './rmsprop'

/** What changes from step to step. */
export interface FlatStep {
  /** What the gradient is multiplied by. */
  readonly scale: number
  readonly learningRate: number
  /** Number of the step, counted from 1. */
  readonly step: number
  /** How far the average goes towards the weights. */
  readonly averageShare: number
}

/** An optimizer as an instruction of kernels over all parameters at once. */
export interface FlatOptimizer {
  /** Its arrays, by what begins their names in a saved state; the plan's first extra arrays, in this order. */
  readonly arrays: readonly string[]
  /** A step as an instruction; the average is the extra array after the optimizer's own, where there is one. */
  instruction(pieces: PlanPieces, count: number, step: FlatStep): Word[]
}

const rmsProp: FlatOptimizer = {
  arrays: [''],
  instruction({ weights, gradients, extras: [squares = -1, average = -1], squares: finite }, count, step) {
    const { decay, epsilon } = rmsPropDefaults
    const numbers = [step.scale, step.learningRate, decay, 1 - decay, epsilon, step.averageShare].map(
      floatBits,
    )
    return [opcodes.rmsProp, weights, gradients, squares, average, count, ...numbers, finite]
  },
}

const adam: FlatOptimizer = {
  arrays: [squarePrefix, meanPrefix],
  instruction(
    { weights, gradients, extras: [squares = -1, means = -1, average = -1], squares: finite },
    count,
    step,
  ) {
    const { decay, squareDecay, epsilon } = adamDefaults
    const numbers = [
      step.scale,
      step.learningRate / (1 - decay ** step.step),
      ...[decay, 1 - decay],
      ...[squareDecay, 1 - squareDecay],
      1 / Math.sqrt(1 - squareDecay ** step.step),
      epsilon,
      step.averageShare,
    ].map(floatBits)
    return [opcodes.adam, weights, gradients, squares, means, average, count, ...numbers, finite]
  },
}

/** The same optimizer as `createOptimizer` makes, for kernels. */
export function flatOptimizer(name: OptimizerName): FlatOptimizer {
  return name === 'adam' ? adam : rmsProp
}
