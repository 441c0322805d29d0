import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { ScanInputs } from './alongWavefront'
import { composedScan } from './composedScan'
import { defineOp } from './registry'
import { diagonalWavefront, type ScanDirection } from './wavefront'

export interface DiagonalScanAttributes {
  readonly direction: ScanDirection
}

const op = defineOp<ScanInputs, DiagonalScanAttributes>(
  'diagonal-lstm-scan',
  composedScan((height, width, { direction }) => diagonalWavefront(height, width, direction)),
)

/** For runtimes that bring their own. */
export const registerDiagonalLstmScan = op.register

/**
 * The state-to-state part of one direction of a Diagonal BiLSTM layer (section 3.2 of the paper), a
 * diagonal at a time: toState [N, H, W, 4h], gates in the order o, f, i, g, kernel [2, 1, h, 4h], first for
 * the state above, then for that behind (on the left, or on the right of a scan from the right), initial
 * hidden and cell state [h] -> hidden [N, H, W, h]. The initial states stand for all outside the image.
 *
 * From the right, this is the scan from the left of the map that was flipped, flipped back. It is not
 * moved down: at (r, c) it has seen all of row r from c on.
 */
export function diagonalLstmScan(
  toState: Tensor4D,
  kernel: Tensor4D,
  initialHidden: Tensor1D,
  initialCell: Tensor1D,
  direction: ScanDirection,
): Tensor4D {
  return op.apply([toState, kernel, initialHidden, initialCell], { direction }) as Tensor4D
}
