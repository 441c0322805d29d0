import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { logitsPerPixel } from '../../src/shared/model/configuration'
import { createCodec, type Codec } from '../../src/engine/codec/compress'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { FlatWeights } from '../../src/engine/models/weights'
import { colourGroups } from '../../src/engine/ops/masks'
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

interface Layer {
  readonly name: string
  readonly side: number
  readonly kind: 'A' | 'B'
}

/**
 * The logits [H, W, C K] of a PixelCNN by the definition alone, in doubles: whole maps, dense kernels with
 * their masks, every tap and every zero. Sums run over bias, taps, inputs, in that order.
 */
export function naiveLogits(
  configuration: ModelConfiguration,
  weights: FlatWeights,
  levels: Uint8Array,
  height: number,
  width: number,
): Float64Array {
  const { channels, hidden, layers, outputFeatures, residual, skip } = configuration

  function convolve(
    x: Float64Array,
    inputs: number,
    outputs: number,
    { name, side, kind }: Layer,
  ): Float64Array {
    const kernel = weights.get(`${name}.kernel`) ?? new Float32Array()
    const bias = weights.get(`${name}.bias`) ?? new Float32Array()
    const [from, to] = [colourGroups(inputs, channels), colourGroups(outputs, channels)]
    const half = side >> 1
    const result = new Float64Array(height * width * outputs)
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++) {
        for (let o = 0; o < outputs; o++) {
          let sum: number = bias[o] ?? NaN
          for (let tap = 0; tap < side * side; tap++) {
            const [dr, dc] = [Math.floor(tap / side) - half, (tap % side) - half]
            const inside = r + dr >= 0 && r + dr < height && c + dc >= 0 && c + dc < width
            for (let i = 0; i < inputs; i++) {
              const colours =
                kind === 'A' ? (from[i] ?? NaN) < (to[o] ?? NaN) : (from[i] ?? NaN) <= (to[o] ?? NaN)
              const open = dr < 0 || (dr === 0 && dc < 0) || (dr === 0 && dc === 0 && colours)
              const value = inside ? (x[((r + dr) * width + c + dc) * inputs + i] ?? NaN) : 0
              sum += (open ? 1 : 0) * value * (kernel[(tap * inputs + i) * outputs + o] ?? NaN)
            }
          }
          result[(r * width + c) * outputs + o] = sum
        }
      }
    }
    return result
  }

  const relu = (x: Float64Array): Float64Array => x.map((value) => Math.max(0, value))
  const add = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + (b[i] ?? NaN))
  const pointwise = (name: string): Layer => ({ name, side: 1, kind: 'B' })
  const scaled = Float64Array.from(levels, (level) => (2 * level) / (configuration.levels - 1) - 1)
  let x = convolve(scaled, channels, 2 * hidden, { name: 'input', side: 7, kind: 'A' })
  let skipped: Float64Array | undefined
  for (let i = 0; i < layers; i++) {
    const down = relu(convolve(relu(x), 2 * hidden, hidden, pointwise(`blocks.${i}.down`)))
    const h = relu(convolve(down, hidden, hidden, { name: `blocks.${i}.conv`, side: 3, kind: 'B' }))
    const up = convolve(h, hidden, 2 * hidden, pointwise(`blocks.${i}.up`))
    x = residual ? add(x, up) : up
    if (!skip) continue
    const more = convolve(h, hidden, 2 * hidden, pointwise(`blocks.${i}.skip`))
    skipped = skipped ? add(skipped, more) : more
  }
  if (skipped) x = add(x, skipped)
  x = convolve(relu(x), 2 * hidden, outputFeatures, pointwise('output.0'))
  x = convolve(relu(x), outputFeatures, outputFeatures, pointwise('output.1'))
  return convolve(relu(x), outputFeatures, logitsPerPixel(configuration), pointwise('output.2'))
}
