import type { Network } from '../models/network'
import { activeKernels } from '../plans/activeKernels'
import { createComposedTrainer } from './composedTrainer'
import { createPlannedTrainer } from './plannedTrainer'
import type { Trainer, TrainerOptions } from './trainer'

/** A trainer that begins with a copy of `weights`: on kernels of our own where the runtime has them. */
export function createTrainer(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const kernels = activeKernels()
  return kernels
    ? createPlannedTrainer(kernels, network, weights, options)
    : createComposedTrainer(network, weights, options)
}
