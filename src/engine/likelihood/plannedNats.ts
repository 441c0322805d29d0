import type { Network, Weights } from '../models/network'
import type { Kernels } from '../plans/kernels'
import { KeptPlans } from '../plans/keptPlans'
import { Plan } from '../plans/plan'
import type { ImageBatch } from './nats'

/** Mostly many batches are judged by the same weights. */
const kept = new KeptPlans<Plan>()

/**
 * The exact -log p of each image, in nats, [count], by kernels of our own; with `unknown` that of its hidden pixels,
 * with the conditioning network (hiddenNats.ts).
 */
export function plannedNats(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  { pixels, count, height, width, unknown }: ImageBatch & { readonly unknown?: Uint8Array },
): Float32Array {
  const conditioned = unknown !== undefined
  const plan = kept.of(kernels, network, weights, {
    fits: ({ shape }) =>
      shape.batch >= count &&
      shape.height === height &&
      shape.width === width &&
      shape.conditioned === conditioned,
    make: () => new Plan(kernels, network, { batch: count, height, width, train: false, conditioned }),
  })
  return plan.run(pixels, count, unknown)
}
