import * as tf from '@tensorflow/tfjs'
import type { ScanInputs } from './alongWavefront'
import type { StepRecord } from './composedScan'
import type { OpRecord } from './registry'
import { joinCells, ScanLayout, takeCells } from './scanLayout'
import { carriedFromInside, statesBefore, statesRead, type Wavefront } from './wavefront'

const tensorsPerStep = 6

/** Gradients by the states that a step read, split into those of the step before and those outside. */
interface Passed {
  readonly hidden: tf.Tensor2D | undefined
  readonly cell: tf.Tensor2D | undefined
  readonly outsideHidden: tf.Tensor2D[]
  readonly outsideCell: tf.Tensor2D[]
}

/**
 * Back through the steps, the last first; then the gradient by the kernel of all steps, cells and images
 * as one product of the states that were read with the gradients by gates.
 */
export function composedScanGradient(wavefront: Wavefront, record: OpRecord<ScanInputs>): tf.Tensor[] {
  const [toState, kernel, initialHidden] = record.inputs
  const { taps, steps } = wavefront
  const layout = new ScanLayout(wavefront, toState.shape[0])
  const features = initialHidden.shape[0]
  const byOutput = layout.toScan(record.upstream as tf.Tensor4D)
  const alongCells: tf.Tensor4D = tf.reshape(kernel, [taps, 1, features, 4 * features])
  const turned = tf.transpose(tf.reverse(alongCells, 0), [0, 1, 3, 2])

  const byGates = new Array<tf.Tensor2D>(steps.length)
  const outsideHidden: tf.Tensor2D[] = []
  const outsideCell: tf.Tensor2D[] = []
  let byHidden: tf.Tensor2D | undefined
  let byCell: tf.Tensor2D | undefined
  for (let index = steps.length - 1; index >= 0; index--) {
    const needed = record.saved.slice(index * tensorsPerStep, (index + 1) * tensorsPerStep) as StepRecord
    const back = tf.tidy(() => {
      const own = takeCells(byOutput, steps[index]?.first ?? 0, steps[index]?.count ?? 0)
      const { gates, carried } = cellGradient(
        needed,
        layout.asRows(byHidden ? tf.add(own, byHidden) : own, features),
        byCell && layout.asRows(byCell, features),
      )
      // The convolution's own gradient: every state that was read, in the place from which it was.
      const extended = tf.conv2d(layout.asImage(gates, 4 * features), turned, 1, [
        [0, 0],
        [taps - 1, taps - 1],
        [0, 0],
        [0, 0],
      ])
      const passed = pass(
        wavefront,
        index,
        layout.asCells(extended, features),
        layout.asCells(carried, features),
      )
      return { gates: layout.asCells(gates, 4 * features), ...passed }
    })
    byGates[index] = back.gates
    byHidden = back.hidden
    byCell = back.cell
    outsideHidden.push(...back.outsideHidden)
    outsideCell.push(...back.outsideCell)
  }
  // Before the first step there are only initial states.
  if (byHidden) outsideHidden.push(byHidden)
  if (byCell) outsideCell.push(byCell)

  return gradientsOfScan(wavefront, record, { allGates: tf.concat(byGates, 0), outsideHidden, outsideCell })
}

/** What going back through all steps has gathered, each [cells, N * F]. */
interface Gathered {
  /** Gradients by the gates' sums of all cells, in the order of visits. */
  readonly allGates: tf.Tensor2D
  readonly outsideHidden: readonly tf.Tensor2D[]
  readonly outsideCell: readonly tf.Tensor2D[]
}

/** The gradients by a scan's inputs; that by the kernel is one product for all steps. */
export function gradientsOfScan(
  wavefront: Wavefront,
  record: OpRecord<ScanInputs>,
  { allGates, outsideHidden, outsideCell }: Gathered,
): tf.Tensor[] {
  const [toState, kernel, initialHidden] = record.inputs
  const layout = new ScanLayout(wavefront, toState.shape[0])
  const features = initialHidden.shape[0]
  const states = joinCells([
    layout.toScan(record.output as tf.Tensor4D),
    layout.states(initialHidden, 1),
    layout.states(tf.zerosLike(initialHidden), 1),
  ])
  // Each tap's states are transposed first: products that transpose are ten times slower on WebAssembly.
  const read = statesRead(wavefront).map((numbers) =>
    tf.transpose(layout.asRows(tf.gather(states, tf.tensor1d(numbers, 'int32')), features)),
  )
  const byKernel = tf.matMul(tf.concat(read, 0), layout.asRows(allGates, 4 * features))
  return [
    layout.fromScan(allGates, 4 * features),
    tf.reshape(byKernel, kernel.shape),
    layout.sum(outsideHidden, features),
    layout.sum(outsideCell, features),
  ]
}

/** From gradients by the new hidden and cell state to those by the gates' sums and the carried cell state. */
function cellGradient(
  [o, f, i, g, carried, bentCell]: StepRecord,
  byHidden: tf.Tensor2D,
  byNextCell: tf.Tensor2D | undefined,
): { gates: tf.Tensor2D; carried: tf.Tensor2D } {
  const through = tf.mul<tf.Tensor2D>(tf.mul(byHidden, o), slopeOfTanh(bentCell))
  const byCell = byNextCell ? tf.add<tf.Tensor2D>(through, byNextCell) : through
  return {
    gates: tf.concat(
      [
        tf.mul<tf.Tensor2D>(tf.mul(byHidden, bentCell), slopeOfSigmoid(o)),
        tf.mul<tf.Tensor2D>(tf.mul(byCell, carried), slopeOfSigmoid(f)),
        tf.mul<tf.Tensor2D>(tf.mul(byCell, g), slopeOfSigmoid(i)),
        tf.mul<tf.Tensor2D>(tf.mul(byCell, i), slopeOfTanh(g)),
      ],
      1,
    ),
    carried: tf.mul(byCell, f),
  }
}

/** `extended` [before + states + after, N * h] by hidden states, `carried` [count, N * h] by cell states. */
function pass(wavefront: Wavefront, index: number, extended: tf.Tensor2D, carried: tf.Tensor2D): Passed {
  const step = wavefront.steps[index]
  if (!step) throw new Error(`a scan of ${wavefront.steps.length} steps has no step ${index}`)
  const { count, before, after } = step
  const states = statesBefore(wavefront, index)
  const inside = carriedFromInside(step, states, wavefront.carried)
  const skipped = wavefront.carried - before
  const outsideHidden: tf.Tensor2D[] = []
  if (wavefront.beside === 'initial') {
    if (before) outsideHidden.push(takeCells(extended, 0, 1))
    if (after) outsideHidden.push(takeCells(extended, before + states, 1))
  }
  const fromInside = inside > 0 ? takeCells(carried, 0, inside) : undefined
  const padding: [number, number][] = [
    [skipped, states - skipped - inside],
    [0, 0],
  ]
  return {
    hidden: states > 0 ? takeCells(extended, before, states) : undefined,
    cell: fromInside && inside < states ? tf.pad(fromInside, padding) : fromInside,
    outsideHidden,
    outsideCell: inside < count ? [takeCells(carried, inside, count - inside)] : [],
  }
}

/** s' = s (1 - s), of what the sigmoid gave. */
function slopeOfSigmoid(s: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(s, tf.square(s))
}

/** tanh' = 1 - tanh^2, of what tanh gave. */
function slopeOfTanh(t: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(1, tf.square(t))
}
