import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { createCodec, type Codec } from '../../src/engine/codec/compress'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { FlatWeights } from '../../src/engine/models/weights'
import { randomWeights, tinyConfiguration } from '../engine/fixtures'

/** A codec over random weights. */
export async function randomCodec(
  changes: Partial<ModelConfiguration> = {},
  seed = 1,
): Promise<{ codec: Codec; weights: FlatWeights; configuration: ModelConfiguration }> {
  const configuration = tinyConfiguration(changes)
  const network = createNetwork(configuration)
  const weights = randomWeights(network, seed)
  return { codec: await codecOf(configuration, weights), weights, configuration }
}

export function codecOf(configuration: ModelConfiguration, weights: FlatWeights): Promise<Codec> {
  const stored = createNetwork(configuration).parameters.map(
    ({ name, shape }) => [name, { shape, data: weights.get(name) ?? new Float32Array() }] as const,
  )
  return createCodec({ configuration, weights: new Map(stored) })
}

/** The weights with large numbers where masks are closed, which must make no difference. */
export function withMaskedEntries(configuration: ModelConfiguration, weights: FlatWeights): FlatWeights {
  const filled = new Map(weights)
  for (const { name, mask } of createNetwork(configuration).parameters) {
    if (mask)
      filled.set(
        name,
        (weights.get(name) ?? new Float32Array()).map((w, i) => (mask[i] ? w : 1e3)),
      )
  }
  return filled
}
