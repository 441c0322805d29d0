import type { Network } from '../models/network'
import { activeDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import { createComposedTrainer } from './composedTrainer'
import { createDeviceTrainer } from './deviceTrainer'
import { createPlannedTrainer } from './plannedTrainer'
import type { Trainer, TrainerOptions } from './trainer'

/** A trainer that begins with a copy of `weights`: on a device or kernels of our own where the runtime has them. */
export function createTrainer(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  options: TrainerOptions,
): Trainer {
  const device = activeDevice()
  if (device) return createDeviceTrainer(device, network, weights, options)
  const kernels = activeKernels()
  return kernels
    ? createPlannedTrainer(kernels, network, weights, options)
    : createComposedTrainer(network, weights, options)
}
