import type { OptimizerName } from '../../shared/training'
import { Adam } from './adam'
import type { Optimizer } from './optimizer'
import { RmsProp } from './rmsprop'

/** An optimizer with the defaults of torch.optim. */
export function createOptimizer(name: OptimizerName, learningRate: number): Optimizer {
  return name === 'adam' ? new Adam({ learningRate }) : new RmsProp({ learningRate })
}
