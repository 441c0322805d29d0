import * as tf from '@tensorflow/tfjs'
import { alongWavefront, type ScanInputs, type WavefrontOf } from '../../ops/alongWavefront'
import { gradientsOfScan } from '../../ops/composedScanGradient'
import type { OpImplementation, OpRecord, OpResult } from '../../ops/registry'
import { joinCells, ScanLayout, takeCells } from '../../ops/scanLayout'
import { carriedFromInside, statesBefore, type Wavefront } from '../../ops/wavefront'
import { type CellRecord, fromCellOrder, LstmCell, tensorsOfCell, toCellOrder } from './lstmCell'

/**
 * An LSTM layer with TensorFlow's own cell, a step of its wavefront at a time. An operation costs some fifty
 * microseconds however small it is, and a step of a small image is small: so the cell's nine operations are one, and
 * the gates from the input go into its product, by weights that are the identity, instead of being added.
 */
export function scanOfTensorflow<Attributes>(
  wavefrontOf: WavefrontOf<Attributes>,
): OpImplementation<ScanInputs, Attributes> {
  return alongWavefront(wavefrontOf, { scan, gradient })
}

function scan(wavefront: Wavefront, [toState, kernel, initialHidden, initialCell]: ScanInputs): OpResult {
  const { taps, carried, initialStates, beside } = wavefront
  const batch = toState.shape[0]
  const layout = new ScanLayout(wavefront, batch)
  const features = initialHidden.shape[0]
  const cell = new LstmCell(features)
  const gates = ofSteps(wavefront, batch, toCellOrder(layout.asRows(layout.toScan(toState), 4 * features)))
  const fromStates = toCellOrder(tf.reshape(kernel, [taps * features, 4 * features]))
  const weights = tf.concat([tf.eye(4 * features), fromStates], 0)
  /** A state for `count` cells of all images, as rows. */
  const states = (state: tf.Tensor1D, count: number): tf.Tensor2D | undefined =>
    count > 0 ? tf.tile(tf.reshape(state, [1, -1]), [count * batch, 1]) : undefined
  const take = (rows: tf.Tensor2D, first: number, count: number): tf.Tensor2D =>
    takeCells(rows, first * batch, count * batch)
  const edge = states(beside === 'initial' ? initialHidden : tf.zerosLike(initialHidden), 1)
  const cellEdge = states(initialCell, 1)

  let hidden = states(initialHidden, initialStates)
  let cells = states(initialCell, initialStates)
  const outputs: tf.Tensor2D[] = []
  const saved: tf.Tensor[] = []
  wavefront.steps.forEach((step, index) => {
    const { count, before, after } = step
    const result = tf.tidy(() => {
      const extended = joinCells([before ? edge : undefined, hidden, after ? edge : undefined])
      const read = Array.from({ length: taps }, (_, tap) => take(extended, tap, count))
      const inside = carriedFromInside(step, statesBefore(wavefront, index), carried)
      const previous = joinCells([
        cells && inside > 0 ? take(cells, carried - before, inside) : undefined,
        inside < count ? cellEdge : undefined,
      ])
      const inputs = tf.concat([gates[index] as tf.Tensor2D, ...read.slice(0, -1)], 1)
      return cell.step(inputs, previous, read.at(-1) ?? inputs, weights)
    })
    hidden = result.hidden
    cells = result.record[2]
    outputs.push(hidden)
    saved.push(...result.record)
  })
  const all = layout.asCells(tf.concat(outputs, 0), features)
  return { output: layout.fromScan(all, features), saved }
}

/** Rows of all cells, in the order of visits, as those of each step: one operation for all. */
function ofSteps({ steps }: Wavefront, batch: number, rows: tf.Tensor2D): tf.Tensor2D[] {
  if (steps.length === 1) return [rows]
  return tf.split(
    rows,
    steps.map(({ count }) => count * batch),
    0,
  )
}

function gradient(wavefront: Wavefront, record: OpRecord<ScanInputs>): tf.Tensor[] {
  const [toState, kernel, initialHidden] = record.inputs
  const { taps, steps, beside } = wavefront
  const batch = toState.shape[0]
  const layout = new ScanLayout(wavefront, batch)
  const features = initialHidden.shape[0]
  const cell = new LstmCell(features)
  const take = (rows: tf.Tensor2D, first: number, count: number): tf.Tensor2D =>
    takeCells(rows, first * batch, count * batch)
  const padded = (rows: tf.Tensor2D, above: number, below: number): tf.Tensor2D =>
    above + below > 0
      ? tf.pad(rows, [
          [above * batch, below * batch],
          [0, 0],
        ])
      : rows
  const byOutput = ofSteps(
    wavefront,
    batch,
    layout.asRows(layout.toScan(record.upstream as tf.Tensor4D), features),
  )
  const fromStates = toCellOrder(tf.reshape(kernel, [taps * features, 4 * features]))
  const backwards = tf.split(tf.transpose(fromStates), taps, 1)

  const byGates = new Array<tf.Tensor2D>(steps.length)
  const outsideHidden: tf.Tensor2D[] = []
  const outsideCell: tf.Tensor2D[] = []
  let byHidden: tf.Tensor2D | undefined
  let byCell: tf.Tensor2D | undefined
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index]
    if (!step) continue
    const { count, before, after } = step
    const needed = record.saved.slice(index * tensorsOfCell, (index + 1) * tensorsOfCell) as CellRecord
    const back = tf.tidy(() => {
      const own = byOutput[index] as tf.Tensor2D
      const result = cell.gradients(
        needed,
        byHidden ? tf.add<tf.Tensor2D>(own, byHidden) : own,
        byCell ?? tf.zerosLike(own),
      )
      // Every state that was read gets back what each tap read of it, from its place.
      const parts = backwards.map((weights, tap) =>
        padded(tf.matMul(result.gates, weights), tap, taps - 1 - tap),
      )
      const extended = tf.addN(parts)
      const states = statesBefore(wavefront, index)
      const inside = carriedFromInside(step, states, wavefront.carried)
      const skipped = wavefront.carried - before
      const fromInside = inside > 0 ? take(result.carried, 0, inside) : undefined
      const outside: tf.Tensor2D[] = []
      if (beside === 'initial' && before) outside.push(take(extended, 0, 1))
      if (beside === 'initial' && after) outside.push(take(extended, before + states, 1))
      return {
        gates: result.gates,
        hidden: states > 0 ? take(extended, before, states) : undefined,
        cell:
          fromInside && inside < states ? padded(fromInside, skipped, states - skipped - inside) : fromInside,
        outside,
        outsideCell: inside < count ? [take(result.carried, inside, count - inside)] : [],
      }
    })
    byGates[index] = back.gates
    byHidden = back.hidden
    byCell = back.cell
    outsideHidden.push(...back.outside)
    outsideCell.push(...back.outsideCell)
  }
  // Before the first step there are only initial states.
  if (byHidden) outsideHidden.push(byHidden)
  if (byCell) outsideCell.push(byCell)
  const allGates = layout.asCells(fromCellOrder(tf.concat(byGates, 0)), 4 * features)
  return gradientsOfScan(wavefront, record, { allGates, outsideHidden, outsideCell })
}
