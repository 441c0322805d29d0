import type { Tensor4D } from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { Architecture, ModelConfiguration } from '../../shared/model/configuration'
import type { ParameterSpecification, Weights } from './network'
import { pixelCnnInner } from './pixelcnn'

/** What is inside a residual block, between its 2h features and its h: all that architectures differ in. */
export interface Inner {
  readonly parameters: readonly ParameterSpecification[]
  /** Rows above a pixel that its result depends on. */
  readonly reachRows: number
  /** x [N, H, W, 2h] -> [N, H, W, h]. */
  apply(weights: Weights, x: Tensor4D): Tensor4D
}

/** Makes the inner part of the block whose parameters begin with `prefix` ("blocks.3"). */
export type InnerFactory = (configuration: ModelConfiguration, prefix: string) => Inner

const factories: Partial<Record<Architecture, InnerFactory>> = { pixelcnn: pixelCnnInner }

/** The inner part for the configuration's architecture; `unsupported` for those this version lacks. */
export function innerOf(configuration: ModelConfiguration): InnerFactory {
  const factory = factories[configuration.architecture]
  if (!factory) {
    throw new PixelloomError(
      'unsupported',
      `This version can't compute models of the architecture "${configuration.architecture}". Use a "pixelcnn" model.`,
      configuration.architecture,
    )
  }
  return factory
}
