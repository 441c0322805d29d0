import type { Network } from '../models/network'
import { activeDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import { createComposedTrainer } from './composedTrainer'
import { createDeviceTrainer } from './deviceTrainer'
import { createLastingTrainer } from './lastingTrainer'
import { createPlannedTrainer } from './plannedTrainer'
import type { Trainer, TrainerOptions } from './trainer'

/** A trainer that begins with a copy of `weights`: on a device or kernels of our own where the runtime has them. */
export function createTrainer(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const make = (from: typeof weights): Trainer => trainerOn(network, from, options)
  return activeDevice() ? createLastingTrainer(make, weights) : make(weights)
}

/** On what computes now. */
function trainerOn(...[network, weights, options]: Parameters<typeof createTrainer>): Trainer {
  const device = activeDevice()
  if (device) return createDeviceTrainer(device, network, weights, options)
  const kernels = activeKernels()
  return kernels
    ? createPlannedTrainer(kernels, network, weights, options)
    : createComposedTrainer(network, weights, options)
}
