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

/** The exact -log p of each image, in nats, [count], by kernels of our own. */
export function plannedNats(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  { pixels, count, height, width }: ImageBatch,
): Float32Array {
  const { plan, weights: known } = keptFor(kernels, network, { count, height, width })
  if (known.areNew(network, weights)) plan.setWeights(valuesOf(weights))
  return plan.run(pixels, count)
}

function keptFor(
  kernels: Kernels,
  network: Network,
  { count, height, width }: { count: number; height: number; width: number },
): Kept {
  if (kept?.kernels === kernels && kept.network === network) {
    const { shape } = kept.plan
    if (shape.batch >= count && shape.height === height && shape.width === width) return kept
  }
  kept?.plan.dispose()
  kept = undefined
  const plan = new Plan(kernels, network, { batch: count, height, width, train: false })
  kept = { kernels, network, plan, weights: new SameWeights() }
  return kept
}
