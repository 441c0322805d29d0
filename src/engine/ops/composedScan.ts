import * as tf from '@tensorflow/tfjs'
import { alongWavefront, type ScanInputs, type WavefrontOf } from './alongWavefront'
import { composedScanGradient } from './composedScanGradient'
import type { OpImplementation, OpResult } from './registry'
import { joinCells, ScanLayout, takeCells } from './scanLayout'
import { carriedFromInside, statesBefore, type Wavefront } from './wavefront'

/**
 * What the gradient needs of a step, [cells * N, h] each: the gates after their nonlinearities, the cell
 * state that was carried here, and tanh of the new one.
 */
export type StepRecord = [
  o: tf.Tensor2D,
  f: tf.Tensor2D,
  i: tf.Tensor2D,
  g: tf.Tensor2D,
  carried: tf.Tensor2D,
  bentCell: tf.Tensor2D,
]

/**
 * An LSTM layer in tfjs operations, a step of its wavefront at a time (sections 3.1 and 3.2 of the paper):
 *
 *     o, f, i, g = toState + kernel * hidden of the step before
 *     cell = s(f) cell of the step before + s(i) tanh(g);    hidden = s(o) tanh(cell)
 *
 * The product with the kernel is one convolution along the cells of a step, all images at once.
 */
export function composedScan<Attributes>(
  wavefrontOf: WavefrontOf<Attributes>,
): OpImplementation<ScanInputs, Attributes> {
  return alongWavefront(wavefrontOf, { scan, gradient: composedScanGradient })
}

function scan(wavefront: Wavefront, [toState, kernel, initialHidden, initialCell]: ScanInputs): OpResult {
  const { taps, carried, initialStates, beside } = wavefront
  const layout = new ScanLayout(wavefront, toState.shape[0])
  const features = initialHidden.shape[0]
  const gates = layout.toScan(toState)
  const alongCells: tf.Tensor4D = tf.reshape(kernel, [taps, 1, features, 4 * features])
  const edge = layout.states(beside === 'initial' ? initialHidden : tf.zerosLike(initialHidden), 1)
  const cellEdge = layout.states(initialCell, 1)

  let hidden = layout.states(initialHidden, initialStates)
  let cell = layout.states(initialCell, initialStates)
  const outputs: tf.Tensor2D[] = []
  const saved: tf.Tensor[] = []
  wavefront.steps.forEach((step, index) => {
    const { first, count, before, after } = step
    const results = tf.tidy(() => {
      const extended = joinCells([before ? edge : undefined, hidden, after ? edge : undefined])
      const fromState = tf.conv2d(layout.asImage(extended, features), alongCells, 1, 'valid')
      const own = takeCells(gates, first, count)
      const z = layout.asRows(tf.add(own, layout.asCells(fromState, 4 * features)), 4 * features)

      const inside = carriedFromInside(step, statesBefore(wavefront, index), carried)
      const previous = joinCells([
        cell && inside > 0 ? takeCells(cell, carried - before, inside) : undefined,
        inside < count ? cellEdge : undefined,
      ])
      return lstmCell(z, layout.asRows(previous, features), features)
    })
    hidden = layout.asCells(results.hidden, features)
    cell = layout.asCells(results.cell, features)
    outputs.push(hidden)
    saved.push(...results.record)
  })
  return { output: layout.fromScan(tf.concat(outputs, 0), features), saved }
}

/** Gates [rows, 4h] before their nonlinearities, and the cell state carried here [rows, h]. */
function lstmCell(
  z: tf.Tensor2D,
  carried: tf.Tensor2D,
  features: number,
): { hidden: tf.Tensor2D; cell: tf.Tensor2D; record: StepRecord } {
  // Each gate's h features lie together, in the order o, f, i, g.
  const gate = (of: tf.Tensor2D, index: number): tf.Tensor2D =>
    tf.slice2d(of, [0, index * features], [of.shape[0], features])
  const opened = tf.sigmoid(z)
  const [o, f, i, g] = [gate(opened, 0), gate(opened, 1), gate(opened, 2), tf.tanh(gate(z, 3))]
  const cell = tf.add<tf.Tensor2D>(tf.mul(f, carried), tf.mul(i, g))
  const bentCell = tf.tanh(cell)
  return { hidden: tf.mul(o, bentCell), cell, record: [o, f, i, g, carried, bentCell] }
}
