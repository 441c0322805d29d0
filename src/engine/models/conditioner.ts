import * as tf from '@tensorflow/tfjs'
import { logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'
import { dilatedConvolution } from '../ops/dilatedConvolution'
import { scaleInput } from './input'
import { parameterOf } from './layer'
import { smallPrefix } from './multiScale'
import type { Conditioner, ParameterSpecification, Weights } from './network'

/** All parameters of a conditioning network begin so; a model's own do not. */
export const conditionerPrefix = 'conditioner.'

/** Whether a parameter is one of a conditioning network, the model's own or that of its small one (models/multiScale.ts). */
export function isConditioners(parameter: string): boolean {
  return parameter.startsWith(conditionerPrefix) || parameter.startsWith(smallPrefix + conditionerPrefix)
}

const inputSide = 7

/** Taps of one block after another lie so far apart: a few blocks see a whole small image. */
const dilations = [1, 2, 4, 8] as const

/** How far apart the taps of a block lie, in pixels. */
export function dilationOf(block: number): number {
  return dilations[block % dilations.length] ?? 1
}

/** The shape of a conditioning network's parameters, in order, for the plan and for the composed form alike. */
export function conditionerLayers(configuration: ModelConfiguration): {
  input: ConditionerLayer
  blocks: readonly { down: ConditionerLayer; conv: ConditionerLayer; up: ConditionerLayer }[]
  outputs: readonly [ConditionerLayer, ConditionerLayer]
} {
  const { channels, conditioner } = configuration
  const { hidden = 1, layers = 0, outputFeatures = 1 } = conditioner ?? {}
  const layer = (
    name: string,
    side: number,
    inputs: number,
    outputs: number,
    dilation = 1,
  ): ConditionerLayer => ({
    ...{ name: conditionerPrefix + name, side, inputs, outputs, dilation },
  })
  return {
    input: layer('input', inputSide, channels + 1, 2 * hidden),
    blocks: Array.from({ length: layers }, (_, i) => ({
      down: layer(`blocks.${i}.down`, 1, 2 * hidden, hidden),
      conv: layer(`blocks.${i}.conv`, 3, hidden, hidden, dilationOf(i)),
      up: layer(`blocks.${i}.up`, 1, hidden, 2 * hidden),
    })),
    outputs: [
      layer('output.0', 1, 2 * hidden, outputFeatures),
      layer('output.1', 1, outputFeatures, logitsPerPixel(configuration)),
    ],
  }
}

/** A convolution without a mask: a square kernel `name`.kernel and a bias `name`.bias. */
export interface ConditionerLayer {
  readonly name: string
  readonly side: number
  readonly inputs: number
  readonly outputs: number
  readonly dilation: number
}

/**
 * The network beside a model that sees the whole masked image, whose logits are added to the model's own (Dupont and
 * Suresh, "Probabilistic Semantic Inpainting with Pixel Constrained CNNs", arXiv:1810.03728): known pixels and the
 * mask go in; what is masked does not. Undefined for a model without one.
 *
 *     image and mask, C + 1 -> 7x7 to 2h -> blocks: x + up(ReLU(3x3, dilated(ReLU(down(ReLU(x)))))) -> ReLU -> 1x1 to F
 *     -> ReLU -> 1x1 to the logits
 *
 * Nothing is masked: all that it sees is known before the first pixel is drawn. Its last kernel begins at zero, so
 * that training begins with the model as it is.
 */
export function conditionerOf(
  configuration: ModelConfiguration,
): { conditioner: Conditioner; parameters: readonly ParameterSpecification[] } | undefined {
  if (!configuration.conditioner) return undefined
  const { input, blocks, outputs } = conditionerLayers(configuration)
  const [first, last] = outputs
  const parameters = [
    input,
    ...blocks.flatMap(({ down, conv, up }) => [down, conv, up]),
    first,
    last,
  ].flatMap((layer): ParameterSpecification[] => {
    const { name, side, inputs, outputs } = layer
    const kernel = { name: `${name}.kernel`, shape: [side, side, inputs, outputs] }
    return [
      layer === last ? kernel : { ...kernel, fanIn: side * side * inputs },
      { name: `${name}.bias`, shape: [outputs] },
    ]
  })
  const apply = (weights: Weights, { name, dilation }: ConditionerLayer, x: tf.Tensor4D): tf.Tensor4D =>
    dilatedConvolution(
      x,
      parameterOf(weights, `${name}.kernel`) as tf.Tensor4D,
      parameterOf(weights, `${name}.bias`) as tf.Tensor1D,
      dilation,
    )
  return {
    parameters,
    conditioner: {
      logits: (weights, pixels, unknown) =>
        tf.tidy(() => {
          let x = apply(weights, input, conditionerInput(pixels, unknown, configuration.levels))
          for (const { down, conv, up } of blocks) {
            const narrow = tf.relu(apply(weights, down, tf.relu(x)))
            x = tf.add(x, apply(weights, up, tf.relu(apply(weights, conv, narrow))))
          }
          return apply(weights, last, tf.relu(apply(weights, first, tf.relu(x))))
        }),
    },
  }
}

/** What goes in: known pixels scaled to -1..1 and unknown ones 0, then 1 for known and -1 for unknown. */
function conditionerInput(pixels: tf.Tensor4D, unknown: tf.Tensor4D, levels: number): tf.Tensor4D {
  const known = tf.sub(1, unknown)
  return tf.concat([tf.mul(scaleInput(pixels, levels), known), tf.sub(known, unknown)], 3)
}
