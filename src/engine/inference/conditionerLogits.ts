import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { HiddenBatch } from '../likelihood/hiddenNats'
import { maskTensor } from '../likelihood/hiddenNats'
import { batchTensor } from '../likelihood/nats'
import type { Network, Weights } from '../models/network'
import { activeKernels } from '../plans/activeKernels'
import { ConditionerPlan } from '../plans/conditionerPlan'
import { KeptPlans } from '../plans/keptPlans'

const kept = new KeptPlans<ConditionerPlan>()

/**
 * What a model's conditioning network says of pictures with holes: added to the model's own logits,
 * [count, height, width, C * K]. Its one pass is all that it costs, whatever is drawn then.
 */
export async function conditionerLogits(
  network: Network,
  weights: Weights,
  batch: HiddenBatch,
): Promise<Float32Array> {
  const kernels = activeKernels()
  if (!kernels) return composedConditionerLogits(network, weights, batch)
  const { count, height, width, pixels, unknown } = batch
  const shape = { batch: count, height, width }
  const plan = kept.of(kernels, network, weights, {
    fits: (plan) => JSON.stringify(plan.shape) === JSON.stringify(shape),
    make: () => new ConditionerPlan(kernels, network, shape),
  })
  return plan.run(pixels, unknown, count)
}

/** The same by tfjs' operations: what the plan is held against. */
export async function composedConditionerLogits(
  network: Network,
  weights: Weights,
  batch: HiddenBatch,
): Promise<Float32Array> {
  const { conditioner, configuration } = network
  if (!conditioner) throw new PixelloomError('internal', 'A model without a conditioning network.')
  const logits = tf.tidy(() =>
    conditioner.logits(weights, batchTensor(batch, configuration.channels), maskTensor(batch, batch.unknown)),
  )
  try {
    return Float32Array.from(await logits.data())
  } finally {
    logits.dispose()
  }
}
