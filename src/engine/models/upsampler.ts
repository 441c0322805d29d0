import * as tf from '@tensorflow/tfjs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { openConvolution } from '../ops/openConvolution'
import { transposedConvolution } from '../ops/transposedConvolution'
import { takeColumns, takeRows } from '../ops/window'
import { parameterOf } from './layer'
import type { ParameterSpecification, Weights } from './network'

/** From a small image to a map of features as large as the whole (section 3.6; models.md, "Multi-Scale"). */
export interface Upsampler {
  readonly parameters: readonly ParameterSpecification[]
  /** A small image scaled to -1..1, [N, ceil(height / f), ceil(width / f), C] -> [N, height, width, h]. */
  apply(weights: Weights, small: tf.Tensor4D, height: number, width: number): tf.Tensor4D
}

/**
 *     small, C -> 3x3 to h -> ReLU -> log2 f times: transposed 4x4, twice as large -> ReLU; cropped, h
 *
 * Nothing is masked: all of the small image is known before the first pixel of the rest is drawn.
 */
export function createUpsampler({ channels, hidden }: ModelConfiguration, factor: number): Upsampler {
  const steps = Array.from({ length: Math.log2(factor) }, (_, k) => `upsampler.${k}`)
  const input = 'upsampler.input'
  const parametersOf = (weights: Weights, name: string): [tf.Tensor4D, tf.Tensor1D] => [
    parameterOf(weights, `${name}.kernel`) as tf.Tensor4D,
    parameterOf(weights, `${name}.bias`) as tf.Tensor1D,
  ]
  return {
    parameters: [
      { name: `${input}.kernel`, shape: [3, 3, channels, hidden], fanIn: 9 * channels },
      { name: `${input}.bias`, shape: [hidden] },
      ...steps.flatMap((name) => [
        // Of 16 taps, with a stride of two each way, four reach a pixel.
        { name: `${name}.kernel`, shape: [4, 4, hidden, hidden], fanIn: 4 * hidden },
        { name: `${name}.bias`, shape: [hidden] },
      ]),
    ],
    apply(weights, small, height, width) {
      let map = tf.relu(openConvolution(small, ...parametersOf(weights, input)))
      for (const name of steps) map = tf.relu(transposedConvolution(map, ...parametersOf(weights, name)))
      // Only in the end: what is cut off still reaches what stays, through the steps between.
      return takeColumns(takeRows(map, 0, height), 0, width)
    },
  }
}
