import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { ScanInputs } from './alongWavefront'
import { composedScan } from './composedScan'
import { defineOp } from './registry'
import { rowWavefront } from './wavefront'

const op = defineOp<ScanInputs, object>('row-lstm-scan', composedScan(rowWavefront))

/** For runtimes that bring their own. */
export const registerRowLstmScan = op.register

/**
 * The state-to-state part of a Row LSTM layer (section 3.1 of the paper), a row at a time from the top:
 * toState [N, H, W, 4h], gates in the order o, f, i, g, kernel [1, 3, h, 4h] over the row above, initial
 * hidden and cell state [h] -> hidden [N, H, W, h]. The initial states stand above the first row; beside
 * the image there are zeros.
 */
export function rowLstmScan(
  toState: Tensor4D,
  kernel: Tensor4D,
  initialHidden: Tensor1D,
  initialCell: Tensor1D,
): Tensor4D {
  return op.apply([toState, kernel, initialHidden, initialCell], {}) as Tensor4D
}
