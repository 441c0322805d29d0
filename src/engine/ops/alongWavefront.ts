import type * as tf from '@tensorflow/tfjs'
import type { OpImplementation, OpRecord, OpResult } from './registry'
import type { Wavefront } from './wavefront'

/**
 * Gates from the input [N, H, W, 4h]; the state-to-state kernel, `taps` states long, [.., .., h, 4h];
 * the initial hidden and cell state, [h] each.
 */
export type ScanInputs = readonly [
  toState: tf.Tensor4D,
  kernel: tf.Tensor4D,
  initialHidden: tf.Tensor1D,
  initialCell: tf.Tensor1D,
]

/** The steps of a scan over an image of H x W. */
export type WavefrontOf<Attributes> = (height: number, width: number, attributes: Attributes) => Wavefront

/** A scan as an op: what goes along a wavefront and back, for images of any size. */
export function alongWavefront<Attributes>(
  wavefrontOf: WavefrontOf<Attributes>,
  {
    scan,
    gradient,
  }: {
    scan: (wavefront: Wavefront, inputs: ScanInputs) => OpResult
    gradient: (wavefront: Wavefront, record: OpRecord<ScanInputs>) => tf.Tensor[]
  },
): OpImplementation<ScanInputs, Attributes> {
  const wavefront = ([toState]: ScanInputs, attributes: Attributes): Wavefront =>
    wavefrontOf(toState.shape[1], toState.shape[2], attributes)
  return {
    forward: (inputs, attributes) => scan(wavefront(inputs, attributes), inputs),
    gradient: (record, attributes) => gradient(wavefront(record.inputs, attributes), record),
  }
}
