import { registerDiagonalLstmScan } from '../../ops/diagonalLstmScan'
import { registerMaskedConvolution } from '../../ops/maskedConvolution'
import { registerRowLstmScan } from '../../ops/rowLstmScan'
import { diagonalWavefront, rowWavefront } from '../../ops/wavefront'
import { maskedConvolutionOfTensorflow } from './convolution'
import { scanOfTensorflow } from './lstmScan'

/** Makes TensorFlow's own operations those that the engine's ops use on its backend. */
export function registerTensorflowOps(backend: string): void {
  registerMaskedConvolution(backend, maskedConvolutionOfTensorflow)
  registerRowLstmScan(backend, scanOfTensorflow(rowWavefront))
  registerDiagonalLstmScan(
    backend,
    scanOfTensorflow((height, width, { direction }) => diagonalWavefront(height, width, direction)),
  )
}
