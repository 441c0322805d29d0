import * as tf from '@tensorflow/tfjs'
import { diagonalLstmScan } from '../ops/diagonalLstmScan'
import { takeRows } from '../ops/window'
import type { InnerFactory } from './inner'
import { lstmParts } from './lstm'
import type { Weights } from './network'

/**
 * The Diagonal BiLSTM's block (section 3.2 of the paper, figures 3, 4 right and 5 right): two scans along
 * the diagonals, from the left and from the right, that together see all pixels before.
 *
 *     x, 2h -> input-to-state 1x1, 4h -> scan from the left  ------------------> + -> h
 *     x, 2h -> input-to-state 1x1, 4h -> scan from the right -> one row down ----^
 *
 * The scan from the right has seen the rest of its row, which is still to come: moved one row down it has
 * seen what is above and to the right. The first row gets zeros from it.
 */
export const diagonalBilstmInner: InnerFactory = (configuration, prefix) => {
  const left = lstmParts(configuration, `${prefix}.left`, 1, [2, 1])
  const right = lstmParts(configuration, `${prefix}.right`, 1, [2, 1])
  const fromLeft = (weights: Weights, x: tf.Tensor4D, map?: tf.Tensor4D): tf.Tensor4D =>
    diagonalLstmScan(left.toState(weights, x, map), ...left.states(weights), 'left-to-right')
  const fromRight = (weights: Weights, x: tf.Tensor4D, map?: tf.Tensor4D): tf.Tensor4D =>
    diagonalLstmScan(right.toState(weights, x, map), ...right.states(weights), 'right-to-left')
  return {
    parameters: [...left.parameters, ...right.parameters],
    reachRows: Infinity,
    apply: (weights, x, map) => tf.add(fromLeft(weights, x, map), oneRowDown(fromRight(weights, x, map))),
  }
}

/** [N, H, W, F] with a first row of zeros, and without its last. */
function oneRowDown(x: tf.Tensor4D): tf.Tensor4D {
  if (x.shape[1] === 1) return tf.zerosLike(x)
  return tf.pad(takeRows(x, 0, x.shape[1] - 1), [
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 0],
  ])
}
