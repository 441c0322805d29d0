import { isConditioners } from './conditioner'
import { parameterCount, sizeOf } from './weights'
import type { Network } from './network'

/** What a network costs, whatever computes it. */
export interface NetworkCost {
  /** Numbers in `weights.safetensors`, masked ones included. */
  readonly parameters: number
  /** Multiplications to compute one pixel's logits forth: every kernel entry that no mask closes, once. */
  readonly multiplications: number
  /**
   * The same of a training step, forth and back: each entry once more for the gradient of the features that it saw,
   * but in the first layer, which sees the image; and once more for its own gradient.
   */
  readonly trainingMultiplications: number
}

/** The cost of a network of one scale. */
export function costOf(network: Network): NetworkCost {
  // Biases and initial states, which have no fan-in, are added.
  const kernels = network.parameters.filter(({ fanIn, name }) => fanIn !== undefined && !isConditioners(name))
  const openEntries = (of: typeof kernels): number =>
    of.reduce((sum, kernel) => sum + (kernel.mask?.reduce((open, one) => open + one, 0) ?? sizeOf(kernel)), 0)
  const multiplications = openEntries(kernels)
  return {
    parameters: parameterCount(network),
    multiplications,
    trainingMultiplications:
      3 * multiplications - openEntries(kernels.filter(({ name }) => name === 'input.kernel')),
  }
}
