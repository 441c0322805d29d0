import type { Network } from './network'
import { type FlatWeights, parameterCount, sizeOf } from './weights'

/** All parameters one after another, in the network's order; zeros where one is missing. */
export function joined(network: Network, weights: ReadonlyMap<string, Float32Array>): Float32Array {
  const flat = new Float32Array(parameterCount(network))
  for (const [name, part] of parted(network, flat)) {
    const values = weights.get(name)
    if (values) part.set(values)
  }
  return flat
}

/** The parameters of what `joined` made: views on it, not copies. */
export function parted(network: Network, flat: Float32Array): FlatWeights {
  const parts: FlatWeights = new Map()
  let offset = 0
  for (const specification of network.parameters) {
    const size = sizeOf(specification)
    parts.set(specification.name, flat.subarray(offset, offset + size))
    offset += size
  }
  return parts
}
