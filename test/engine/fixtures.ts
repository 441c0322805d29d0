import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network } from '../../src/engine/models/network'
import { type FlatWeights, initialWeights, sizeOf } from '../../src/engine/models/weights'
import { RandomStream } from '../../src/engine/random/stream'

/** A small PixelCNN, with what a test changes of it. */
export function tinyConfiguration(changes: Partial<ModelConfiguration> = {}): ModelConfiguration {
  return {
    architecture: 'pixelcnn',
    channels: 1,
    levels: 2,
    size: 5,
    hidden: 6,
    layers: 2,
    outputFeatures: 8,
    residual: true,
    skip: false,
    ...changes,
  }
}

export function tinyNetwork(changes: Partial<ModelConfiguration> = {}): Network {
  return createNetwork(tinyConfiguration(changes))
}

/** Random weights with random biases too, so that a bias forgotten or doubled shows. */
export function randomWeights(network: Network, seed: number): FlatWeights {
  const weights = initialWeights(network, seed)
  const stream = new RandomStream(seed, 'draw')
  network.parameters.forEach((specification, i) => {
    // Kernels have their random weights, but for one that begins at zero.
    if (specification.fanIn !== undefined) return
    const values = stream.fillNormal(new Float32Array(sizeOf(specification)), i)
    weights.set(
      specification.name,
      values.map((value) => value / 4),
    )
  })
  return weights
}

/**
 * Random weights with large ones in the end, so that values depend much on those before: a draw that
 * leaves out one of them then shows in the frequencies.
 */
export function strongWeights(network: Network, seed: number): FlatWeights {
  const weights = randomWeights(network, seed)
  const last = weights.get('output.2.kernel')
  last?.forEach((value, i) => (last[i] = 5 * value))
  return weights
}

/** Random levels 0..levels-1. */
export function randomLevels(count: number, levels: number, seed: number): Uint8Array {
  const uniforms = new RandomStream(seed, 'order').fillUniform(new Float64Array(count))
  return Uint8Array.from(uniforms, (u) => Math.floor(u * levels))
}

/** A small Multi-Scale model of 4 x 4 by 2, with what a test changes of its two networks. */
export function multiScaleConfiguration(
  large: Partial<ModelConfiguration> = {},
  small: Partial<ModelConfiguration> = {},
): ModelConfiguration {
  const whole = tinyConfiguration({ size: 4, hidden: 5, ...large })
  return { ...whole, small: { ...whole, size: 2, hidden: 4, layers: 1, ...small } }
}

export function multiScaleNetwork(
  large: Partial<ModelConfiguration> = {},
  small: Partial<ModelConfiguration> = {},
): Network {
  return createNetwork(multiScaleConfiguration(large, small))
}
