import type { Tensor4D } from '@tensorflow/tfjs'
import type { Architecture, ModelConfiguration } from '../../shared/model/configuration'
import { diagonalBilstmInner } from './diagonalBilstm'
import type { ParameterSpecification, Weights } from './network'
import { pixelCnnInner } from './pixelcnn'
import { rowLstmInner } from './rowLstm'

/** What is inside a residual block, between its 2h features and its h: all that architectures differ in. */
export interface Inner {
  readonly parameters: readonly ParameterSpecification[]
  /** Rows above a pixel that its result depends on; Infinity where all do. */
  readonly reachRows: number
  /** x [N, H, W, 2h] -> [N, H, W, h]; in a Multi-Scale model with the upsampled small image, [N, H, W, h]. */
  apply(weights: Weights, x: Tensor4D, map?: Tensor4D): Tensor4D
}

/** Makes the inner part of the block whose parameters begin with `prefix` ("blocks.3"). */
export type InnerFactory = (configuration: ModelConfiguration, prefix: string) => Inner

const factories: Record<Architecture, InnerFactory> = {
  pixelcnn: pixelCnnInner,
  'row-lstm': rowLstmInner,
  'diagonal-bilstm': diagonalBilstmInner,
}

/** The inner part of the configuration's architecture. */
export function innerOf(configuration: ModelConfiguration): InnerFactory {
  return factories[configuration.architecture]
}
