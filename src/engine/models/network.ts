import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import type { ModelConfiguration } from '../../shared/model/configuration'

/** One tensor of a model as `weights.safetensors` names it. Kernels are [kh, kw, in, out]. */
export interface ParameterSpecification {
  readonly name: string
  readonly shape: readonly number[]
  /** 0 or 1 for every entry, the same shape, where a mask applies; masked entries are kept zero. */
  readonly mask?: Float32Array
  /** Inputs that reach one output: the initial weights have a variance of 1 / fanIn. Biases start at zero. */
  readonly fanIn?: number
}

export type Weights = ReadonlyMap<string, Tensor>

/** A model as computation: the configuration turned into tensor operations. Holds no weights. */
export interface Network {
  readonly configuration: ModelConfiguration
  readonly parameters: readonly ParameterSpecification[]
  /** Rows above a pixel that its logits can depend on; what lies higher never matters. Infinity: all do. */
  readonly reachRows: number
  /**
   * pixels: [N, H, W, C], integers 0..levels-1 as floats -> logits [N, H, W, C * K], channel-major,
   * K = 1 for two levels, else `levels`. Any H and W. With `lastRows` only those rows at the bottom are
   * computed, [N, lastRows, W, C * K], and of the layers below only what they depend on; `pixels` may
   * then begin `reachRows` above them.
   */
  logits(weights: Weights, pixels: Tensor4D, lastRows?: number): Tensor4D
}
