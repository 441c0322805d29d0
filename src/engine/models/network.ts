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

/**
 * What a Multi-Scale model has beside the network that draws the rest (section 3.6; models.md, "Multi-Scale").
 * Pixel (i, j) of the small image is pixel (i factor, j factor) of the large one.
 */
export interface MultiScale {
  /** A power of two, at least 2. */
  readonly factor: number
  /** The small image's own network, unconditional, its parameters under their own names. */
  readonly small: Network
  /** The part of a whole model's weights that the small network computes with: the same tensors. */
  readonly smallWeights: (weights: Weights) => Weights
  /**
   * Small images [N, ceil(height / factor), ceil(width / factor), C], integers 0..levels-1 as floats -> the map
   * that conditions the large network, [N, height, width, h].
   */
  readonly upsample: (weights: Weights, small: Tensor4D, height: number, width: number) => Tensor4D
}

/** A conditioning network (arXiv:1810.03728): what it says is added to the model's logits (models/conditioner.ts). */
export interface Conditioner {
  /**
   * pixels: [N, H, W, C], integers 0..levels-1 as floats; unknown: [N, H, W, 1], 1 where a pixel is to be drawn, else 0
   * -> [N, H, W, C * K], channel-major. What stands at unknown pixels is not looked at.
   */
  logits(weights: Weights, pixels: Tensor4D, unknown: Tensor4D): Tensor4D
}

/** A model as computation: the configuration turned into tensor operations. Holds no weights. */
export interface Network {
  readonly configuration: ModelConfiguration
  readonly parameters: readonly ParameterSpecification[]
  /** There in a Multi-Scale model only. */
  readonly multiScale?: MultiScale
  /** There in a model that was given one; no part of `logits`. */
  readonly conditioner?: Conditioner
  /**
   * Rows above a pixel that its logits can depend on, small image aside; what lies higher never matters. Infinity:
   * all do.
   */
  readonly reachRows: number
  /**
   * pixels: [N, H, W, C], integers 0..levels-1 as floats -> logits [N, H, W, C * K], channel-major,
   * K = 1 for two levels, else `levels`. Any H and W. With `lastRows` only those rows at the bottom are
   * computed, [N, lastRows, W, C * K], and of the layers below only what they depend on; `pixels` may
   * then begin `reachRows` above them.
   *
   * In a Multi-Scale model these are the large network's, which also sees every pixel of the small image, and
   * those of the pixels that are copied from there mean nothing. `upsampled` is then the part of the map that
   * lies over `pixels`, [N, H, W, h]; left out, it is made from `pixels`, which must be whole images.
   */
  logits(weights: Weights, pixels: Tensor4D, lastRows?: number, upsampled?: Tensor4D): Tensor4D
}
