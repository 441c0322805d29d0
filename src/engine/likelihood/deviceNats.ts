import type { Network, Weights } from '../models/network'
import type { DevicePlan, PlanDevice } from '../plans/device'
import { KeptPlans } from '../plans/keptPlans'
import type { ImageBatch } from './nats'

/** Mostly many batches are judged by the same weights. */
const kept = new KeptPlans<DevicePlan>()

/** The same as `plannedNats`, by a device of its own memory. */
export async function deviceNats(
  device: PlanDevice,
  network: Network,
  weights: Weights,
  { pixels, count, height, width, unknown }: ImageBatch & { readonly unknown?: Uint8Array },
): Promise<Float32Array> {
  const conditioned = unknown !== undefined
  const plan = kept.of(device, network, weights, {
    fits: ({ shape }) =>
      shape.batch >= count &&
      shape.height === height &&
      shape.width === width &&
      (shape.conditioned ?? false) === conditioned,
    make: () => device.plan(network, { batch: count, height, width, conditioned }),
  })
  return plan.run(pixels, count, unknown)
}
