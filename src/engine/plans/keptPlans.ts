import type { Network, Weights } from '../models/network'
import { SameWeights, valuesOf } from '../models/weightValues'

/** What is laid out once and run often. */
interface Reusable {
  setWeights(values: ReturnType<typeof valuesOf>): void
  /** Gives its memory back. */
  dispose(): void
}

interface Kept<P> {
  /** What it runs on. */
  readonly kernels: object
  readonly network: Network
  readonly plan: P
  readonly weights: SameWeights
}

/**
 * The plans that were used last: mostly many batches of one shape go through the same weights, and laying out a plan
 * or packing weights takes as long as running it. One for each network, of at most `most` networks.
 */
export class KeptPlans<P extends Reusable> {
  private kept: readonly Kept<P>[] = []

  constructor(private readonly most = 1) {}

  /** The network's plan where it is kept and `fits`, else a new one in its place; it has these weights. */
  of(
    kernels: object,
    network: Network,
    weights: Weights,
    { fits, make }: { fits: (plan: P) => boolean; make: () => P },
  ): P {
    const isIts = (one: Kept<P>): boolean => one.kernels === kernels && one.network === network
    const found = this.kept.find((one) => isIts(one) && fits(one.plan))
    const { plan, weights: known } = found ?? this.replace(kernels, network, make)
    if (known.areNew(network, weights)) plan.setWeights(valuesOf(weights))
    return plan
  }

  private replace(kernels: object, network: Network, make: () => P): Kept<P> {
    const others = this.kept.filter((one) => one.kernels === kernels && one.network !== network)
    const stay = this.most > 1 ? others.slice(1 - this.most) : []
    // What goes makes room before what comes takes it.
    for (const one of this.kept) if (!stay.includes(one)) one.plan.dispose()
    this.kept = stay
    const made = { kernels, network, plan: make(), weights: new SameWeights() }
    this.kept = [...stay, made]
    return made
  }
}
