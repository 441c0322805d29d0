import * as tf from '@tensorflow/tfjs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { maskedConvolution } from '../ops/maskedConvolution'
import { colourGroups, convolutionMask } from '../ops/masks'
import { parameterOf } from './layer'
import type { ParameterSpecification, Weights } from './network'

/** How the block of a Multi-Scale model takes in the upsampled small image; nothing at all in other models. */
export interface Condition {
  readonly parameters: readonly ParameterSpecification[]
  /**
   * y [N, H, W, outputs] with the 1x1 convolution of the upsampled map [N, H, W, h] added (section 3.6: the
   * "biased" layers). Without a map y itself.
   */
  add(weights: Weights, y: tf.Tensor4D, map: tf.Tensor4D | undefined): tf.Tensor4D
}

/**
 * The condition whose only parameter is `name`.condition.kernel, [1, 1, h, outputs]: without a bias, and
 * without a mask, since the small image is known before any pixel that it is a condition of.
 */
export function conditionOf({ small, hidden }: ModelConfiguration, name: string, outputs: number): Condition {
  if (!small) return { parameters: [], add: (_weights, y) => y }
  const kernel = `${name}.condition.kernel`
  // One group of colours: mask B then hides nothing at the pixel itself, which is all that a 1x1 kernel has.
  const mask = convolutionMask('B', 1, 1, colourGroups(hidden, 1), colourGroups(outputs, 1))
  return {
    parameters: [{ name: kernel, shape: [1, 1, hidden, outputs], fanIn: hidden }],
    add: (weights, y, map) =>
      map
        ? tf.add(
            y,
            maskedConvolution(map, parameterOf(weights, kernel) as tf.Tensor4D, tf.zeros([outputs]), mask),
          )
        : y,
  }
}
