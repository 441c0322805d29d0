import * as tf from '@tensorflow/tfjs'

/** A scalar of an operation's own, as the package's addon takes it. */
interface Attribute {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

/** What the package's backend has to run an operation of TensorFlow that tfjs has not. */
interface OperationBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>>
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    count: number,
  ): tf.Tensor2D[]
}

/** What {@link cellGradients} needs of a step, [rows, h] each. */
export type CellRecord = [
  carried: tf.Tensor2D,
  i: tf.Tensor2D,
  cell: tf.Tensor2D,
  f: tf.Tensor2D,
  o: tf.Tensor2D,
  g: tf.Tensor2D,
  bentCell: tf.Tensor2D,
]
export const tensorsOfCell = 7

/** TensorFlow's order of the gates, by their places in ours: o, f, i, g becomes i, g, f, o. */
const gateOrder = [2, 3, 1, 0]
const backOrder = [3, 2, 0, 1]

/** Gates in the last dimension, from our order to TensorFlow's. */
export function toCellOrder(gates: tf.Tensor2D): tf.Tensor2D {
  return reordered(gates, gateOrder)
}

/** The reverse. */
export function fromCellOrder(gates: tf.Tensor2D): tf.Tensor2D {
  return reordered(gates, backOrder)
}

function reordered(gates: tf.Tensor2D, order: readonly number[]): tf.Tensor2D {
  const parts = tf.split(gates, 4, 1)
  return tf.concat(
    order.map((place) => parts[place] as tf.Tensor2D),
    1,
  )
}

/** Weights of a cell's peepholes, of which it has none, and its bias, which is in its inputs. */
export class LstmCell {
  private readonly backend = tf.backend() as unknown as OperationBackend
  private readonly none: tf.Tensor1D
  private readonly noBias: tf.Tensor1D

  constructor(private readonly features: number) {
    this.none = tf.zeros([features])
    this.noBias = tf.zeros([4 * features])
  }

  /**
   * One step for many cells in one operation: the gates are the product of `inputs` beside `states` with `weights`
   * [.., 4h], in TensorFlow's order.
   */
  step(
    inputs: tf.Tensor2D,
    carried: tf.Tensor2D,
    states: tf.Tensor2D,
    weights: tf.Tensor2D,
  ): { hidden: tf.Tensor2D; record: CellRecord } {
    const { binding } = this.backend
    const attributes: Attribute[] = [
      ...this.common(),
      { name: 'forget_bias', type: binding.TF_ATTR_FLOAT, value: 0 },
      // Below zero: cell states are not clipped, which they are at 3 unless said.
      { name: 'cell_clip', type: binding.TF_ATTR_FLOAT, value: -1 },
    ]
    const given = [inputs, carried, states, weights, this.none, this.none, this.none, this.noBias]
    const [i, cell, f, o, g, bentCell, hidden] = this.backend.executeMultipleOutputs(
      'LSTMBlockCell',
      attributes,
      given,
      7,
    ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
    return { hidden, record: [carried, i, cell, f, o, g, bentCell] }
  }

  /** From gradients by the new hidden and cell state to those by the gates' sums and the carried cell state. */
  gradients(
    [carried, i, cell, f, o, g, bentCell]: CellRecord,
    byHidden: tf.Tensor2D,
    byCell: tf.Tensor2D,
  ): { gates: tf.Tensor2D; carried: tf.Tensor2D } {
    const rows = carried.shape[0]
    // Of the inputs, the states and the weights it wants to know but their shapes.
    const [inputs, weights] = [tf.zeros([rows, 1]), tf.zeros([1 + this.features, 4 * this.features])]
    const given = [
      ...[inputs, carried, carried, weights, this.none, this.none, this.none, this.noBias],
      ...[i, cell, f, o, g, bentCell, byCell, byHidden],
    ]
    const [byCarried, gates] = this.backend.executeMultipleOutputs(
      'LSTMBlockCellGrad',
      this.common(),
      given,
      5,
    ) as [tf.Tensor2D, tf.Tensor2D]
    return { gates, carried: byCarried }
  }

  private common(): Attribute[] {
    const { binding } = this.backend
    return [
      { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
      { name: 'use_peephole', type: binding.TF_ATTR_BOOL, value: false },
    ]
  }
}
