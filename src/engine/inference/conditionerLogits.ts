import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { HiddenBatch } from '../likelihood/hiddenNats'
import { maskTensor } from '../likelihood/hiddenNats'
import { batchTensor } from '../likelihood/nats'
import type { Network, Weights } from '../models/network'
import { SameWeights, valuesOf } from '../models/weightValues'
import { activeKernels } from '../plans/activeKernels'
import { ConditionerPlan } from '../plans/conditionerPlan'
import type { Kernels } from '../plans/kernels'

/** The last plan and what it was made for. */
interface Kept {
  readonly kernels: Kernels
  readonly network: Network
  readonly plan: ConditionerPlan
  readonly weights: SameWeights
}

let kept: Kept | undefined

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
  const { plan, weights: known } = keptFor(kernels, network, { batch: count, height, width })
  if (known.areNew(network, weights)) plan.setWeights(valuesOf(weights))
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

function keptFor(kernels: Kernels, network: Network, shape: ConditionerPlan['shape']): Kept {
  if (kept?.kernels === kernels && kept.network === network) {
    if (JSON.stringify(kept.plan.shape) === JSON.stringify(shape)) return kept
  }
  kept?.plan.dispose()
  kept = { kernels, network, plan: new ConditionerPlan(kernels, network, shape), weights: new SameWeights() }
  return kept
}
