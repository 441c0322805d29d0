import { parameterCount, sizeOf } from './weights'
import type { Network } from './network'

/** What a network costs, whatever computes it. */
export interface NetworkCost {
  /** Numbers in `weights.safetensors`, masked ones included. */
  readonly parameters: number
  /** Multiplications to compute one pixel's logits forth: every kernel entry that no mask closes, once. */
  readonly multiplications: number
}

/** The cost of a network of one scale. */
export function costOf(network: Network): NetworkCost {
  const multiplications = network.parameters
    // Biases and initial states, which have no fan-in, are added.
    .filter(({ fanIn }) => fanIn !== undefined)
    .reduce((sum, kernel) => sum + (kernel.mask?.reduce((open, one) => open + one, 0) ?? sizeOf(kernel)), 0)
  return { parameters: parameterCount(network), multiplications }
}
