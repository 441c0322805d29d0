import * as tf from '@tensorflow/tfjs'
import { conditionOf } from './condition'
import type { InnerFactory } from './inner'
import { maskedLayer } from './layer'

/**
 * The PixelCNN's block (section 3.3 of the paper, figure 5 left): a bounded context from a 3x3
 * convolution, all pixels computed at once.
 *
 *     x, 2h -> ReLU -> 1x1 to h (+ condition) -> ReLU -> 3x3 -> ReLU, h
 */
export const pixelCnnInner: InnerFactory = (configuration, prefix) => {
  const { hidden, channels } = configuration
  const down = maskedLayer(`${prefix}.down`, {
    kind: 'B',
    kernel: [1, 1],
    inputs: 2 * hidden,
    outputs: hidden,
    colours: channels,
  })
  const conv = maskedLayer(`${prefix}.conv`, {
    kind: 'B',
    kernel: [3, 3],
    inputs: hidden,
    outputs: hidden,
    colours: channels,
  })
  const condition = conditionOf(configuration, prefix, hidden)
  return {
    parameters: [...down.parameters, ...conv.parameters, ...condition.parameters],
    reachRows: 1,
    apply(weights, x, map) {
      const narrow = condition.add(weights, down.apply(weights, tf.relu(x)), map)
      return tf.relu(conv.apply(weights, tf.relu(narrow)))
    },
  }
}
