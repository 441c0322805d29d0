import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { conditionOf } from './condition'
import { maskedLayer, parameterOf } from './layer'
import type { ParameterSpecification, Weights } from './network'

/** The learned parts of one LSTM layer, or of one direction of it (models.md, "Parameters on disk"). */
export interface LstmParts {
  readonly parameters: readonly ParameterSpecification[]
  /** Input-to-state, the whole map at once: x [N, H, W, 2h] -> gates [N, H, W, 4h], in the order o, f, i, g. */
  toState(weights: Weights, x: Tensor4D, map?: Tensor4D): Tensor4D
  /** State-to-state kernel, [.., .., h, 4h], and the initial hidden and cell state, [h] each. */
  states(weights: Weights): readonly [kernel: Tensor4D, initialHidden: Tensor1D, initialCell: Tensor1D]
}

/**
 * Parts named `name`.inputToState, `name`.stateToState and so on. Input-to-state is a masked convolution
 * one row high and `width` wide, with mask B; colours are grouped within each gate. State-to-state sees
 * earlier pixels only, and isn't masked.
 */
export function lstmParts(
  configuration: ModelConfiguration,
  name: string,
  width: number,
  stateToState: readonly [height: number, width: number],
): LstmParts {
  const { hidden, channels } = configuration
  const condition = conditionOf(configuration, name, 4 * hidden)
  const inputToState = maskedLayer(`${name}.inputToState`, {
    kind: 'B',
    kernel: [1, width],
    inputs: 2 * hidden,
    outputs: 4 * hidden,
    colours: channels,
    outputPeriod: hidden,
  })
  const [height, across] = stateToState
  return {
    toState: (weights, x, map) => condition.add(weights, inputToState.apply(weights, x), map),
    parameters: [
      ...inputToState.parameters,
      {
        name: `${name}.stateToState.kernel`,
        shape: [...stateToState, hidden, 4 * hidden],
        fanIn: height * across * hidden,
      },
      { name: `${name}.initialHidden`, shape: [hidden] },
      { name: `${name}.initialCell`, shape: [hidden] },
      ...condition.parameters,
    ],
    states: (weights) => [
      parameterOf(weights, `${name}.stateToState.kernel`) as Tensor4D,
      parameterOf(weights, `${name}.initialHidden`) as Tensor1D,
      parameterOf(weights, `${name}.initialCell`) as Tensor1D,
    ],
  }
}
