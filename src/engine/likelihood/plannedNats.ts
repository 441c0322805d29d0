import type { Network, Weights } from '../models/network'
import { SameWeights, valuesOf } from '../models/weightValues'
import type { Kernels } from '../plans/kernels'
import { Plan } from '../plans/plan'
import type { ImageBatch } from './nats'

/** The last plan and what it was made for: mostly many batches are judged by the same weights. */
interface Kept {
  readonly kernels: Kernels
  readonly network: Network
  readonly plan: Plan
  readonly weights: SameWeights
}

let kept: Kept | undefined

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
  const { plan, weights: known } = keptFor(kernels, network, {
    ...{ count, height, width, conditioned: unknown !== undefined },
  })
  if (known.areNew(network, weights)) plan.setWeights(valuesOf(weights))
  return plan.run(pixels, count, unknown)
}

function keptFor(
  kernels: Kernels,
  network: Network,
  {
    count,
    height,
    width,
    conditioned,
  }: { count: number; height: number; width: number; conditioned: boolean },
): Kept {
  if (kept?.kernels === kernels && kept.network === network) {
    const { shape } = kept.plan
    const fits = shape.batch >= count && shape.height === height && shape.width === width
    if (fits && shape.conditioned === conditioned) return kept
  }
  kept?.plan.dispose()
  kept = undefined
  const plan = new Plan(kernels, network, { batch: count, height, width, train: false, conditioned })
  kept = { kernels, network, plan, weights: new SameWeights() }
  return kept
}
