import type { Network, Weights } from './network'

/** The numbers of tensors, copied off the runtime. */
export function valuesOf(weights: Weights): Map<string, Float32Array> {
  return new Map([...weights].map(([name, tensor]) => [name, tensor.dataSync<'float32'>()] as const))
}

/** Tells whether weights are those of the last question: tensors never change, so the same ones are. */
export class SameWeights {
  private last: readonly unknown[] = []

  /** True where these are not the weights that it was asked about last. */
  areNew(network: Network, weights: Weights): boolean {
    const tensors = network.parameters.map(({ name }) => weights.get(name))
    const same = tensors.length === this.last.length && tensors.every((tensor, i) => tensor === this.last[i])
    this.last = tensors
    return !same
  }
}
