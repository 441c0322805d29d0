import type { Network } from '../models/network'
import { activeKernels } from '../plans/activeKernels'
import { canPlan } from '../plans/compile'
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
  if (kernels && canPlan(network.configuration))
    return createPlannedTrainer(kernels, network, weights, options)
  return createComposedTrainer(network, weights, options)
}
