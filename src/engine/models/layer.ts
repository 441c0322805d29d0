import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { failure, type PixelloomError } from '../../shared/errors'
import { maskedConvolution } from '../ops/maskedConvolution'
import { colourGroups, convolutionMask, type MaskKind } from '../ops/masks'
import type { ParameterSpecification, Weights } from './network'

/** A masked convolution with its parameters: x [N, H, W, inputs] -> [N, H, W, outputs]. */
export interface Layer {
  readonly parameters: readonly ParameterSpecification[]
  apply(weights: Weights, x: Tensor4D): Tensor4D
}

export interface LayerShape {
  readonly kind: MaskKind
  /** Sides of the kernel, odd. */
  readonly kernel: readonly [height: number, width: number]
  readonly inputs: number
  readonly outputs: number
  /** Colour groups: the image's channels. */
  readonly colours: number
  /** Outputs that hold all groups once: those of one gate in an LSTM; all of them where left out. */
  readonly outputPeriod?: number
}

/** The parameter of that name; `model-damaged` where the weights lack it. */
export function parameterOf(weights: Weights, name: string): Tensor {
  const tensor = weights.get(name)
  if (!tensor) throw missingParameter(name)
  return tensor
}

export function missingParameter(name: string): PixelloomError {
  return failure('models.lacksWeights', { name }, name)
}

/** A layer whose parameters are `name`.kernel and `name`.bias (models.md, "Parameters on disk"). */
export function maskedLayer(name: string, shape: LayerShape): Layer {
  const { kind, kernel, inputs, outputs, colours, outputPeriod } = shape
  const mask = convolutionMask(
    kind,
    ...kernel,
    colourGroups(inputs, colours),
    colourGroups(outputs, colours, outputPeriod),
  )
  const everythingOpen = mask.values.every((value) => value === 1)
  return {
    parameters: [
      {
        name: `${name}.kernel`,
        shape: [...kernel, inputs, outputs],
        fanIn: mask.fanIn,
        ...(!everythingOpen && { mask: mask.values }),
      },
      { name: `${name}.bias`, shape: [outputs] },
    ],
    apply: (weights, x) =>
      maskedConvolution(
        x,
        parameterOf(weights, `${name}.kernel`) as Tensor4D,
        parameterOf(weights, `${name}.bias`) as Tensor1D,
        mask,
      ),
  }
}
