import type { ModelConfiguration } from '../../shared/model/configuration'
import type { MaskKind } from '../ops/masks'
import { diagonalWavefront, rowWavefront, type ScanDirection } from '../ops/wavefront'
import type { FeatureMap, ProgramBuilder } from './builder'
import { emitCombine } from './combine'
import { type ConditionMap, planCondition } from './condition'
import type { Convolution } from './convolution'
import { features, type Features } from './features'
import { planScan } from './lstmScan'
import type { WeightLayout } from './weightLayout'

/** What the parts of one network are planned with. */
export interface ScalePlan {
  readonly builder: ProgramBuilder
  readonly weights: WeightLayout
  readonly configuration: ModelConfiguration
  readonly height: number
  readonly width: number
  /** There in the large network of a Multi-Scale model. */
  readonly condition: ConditionMap | undefined
  /** A map of as many cells as the image has. */
  readonly map: (of: Features) => FeatureMap
  readonly convolution: (
    name: string,
    kind: MaskKind,
    kernel: readonly [number, number],
    inputs: Features,
    outputs: Features,
  ) => Convolution
  /** The gradient by a block's input, from that by what `layer` makes of it; several add up. */
  readonly backInto: (layer: Convolution, dy: FeatureMap, mask?: FeatureMap) => FeatureMap
}

/** How the inner part of a block goes forth; it returns how to go back. */
export type InnerPlan = (
  /** The block's input; for a PixelCNN its ReLU. */
  seen: FeatureMap,
) => { inner: FeatureMap; back: (dInner: FeatureMap) => FeatureMap }

/** The inner part of the block whose parameters are `prefix`.*, as the architecture has it. */
export function planInner(scale: ScalePlan, prefix: string): InnerPlan {
  const { architecture } = scale.configuration
  if (architecture === 'pixelcnn') return pixelCnn(scale, prefix)
  return architecture === 'row-lstm' ? rowLstm(scale, prefix) : diagonalBilstm(scale, prefix)
}

/** models/pixelcnn.ts */
function pixelCnn(scale: ScalePlan, prefix: string): InnerPlan {
  const { map, convolution, backInto } = scale
  const [wide, narrow] = [features(2 * scale.configuration.hidden), features(scale.configuration.hidden)]
  const down = convolution(`${prefix}.down`, 'B', [1, 1], wide, narrow)
  const conv = convolution(`${prefix}.conv`, 'B', [3, 3], narrow, narrow)
  const condition = conditionOf(scale, prefix, narrow)
  return (bent) => {
    const [reduced, inner] = [map(narrow), map(narrow)]
    condition?.forward(reduced)
    down.forward(bent, reduced, { add: condition && reduced, relu: true })
    conv.forward(reduced, inner, { relu: true })
    return {
      inner,
      back(dInner) {
        conv.gradient(reduced, dInner)
        const dReduced = map(narrow)
        conv.backward(dInner, dReduced, { mask: reduced })
        condition?.backward(dReduced)
        down.gradient(bent, dReduced)
        return backInto(down, dReduced, bent)
      },
    }
  }
}

/** models/rowLstm.ts */
function rowLstm(scale: ScalePlan, prefix: string): InnerPlan {
  const rows = direction(scale, prefix, 3)
  return (source) => {
    const { state, back } = rows(source)
    return { inner: state, back }
  }
}

/** models/diagonalBilstm.ts */
function diagonalBilstm(scale: ScalePlan, prefix: string): InnerPlan {
  const { builder, map, width } = scale
  const narrow = features(scale.configuration.hidden)
  const [left, right] = [
    direction(scale, `${prefix}.left`, 1, 'left-to-right'),
    direction(scale, `${prefix}.right`, 1, 'right-to-left'),
  ]
  return (source) => {
    const [fromLeft, fromRight] = [left(source), right(source)]
    const inner = map(narrow)
    emitCombine(builder, width, inner, fromLeft.state, fromRight.state, { rows: -1 })
    return {
      inner,
      back(dInner) {
        const moved = map(narrow)
        emitCombine(builder, width, moved, undefined, dInner, { rows: 1 })
        fromRight.back(moved)
        return fromLeft.back(dInner)
      },
    }
  }
}

/** An LSTM layer, or one direction of it: from the block's input to its states. */
function direction(scale: ScalePlan, name: string, kernelWidth: number, from?: ScanDirection) {
  const { builder, weights, map, height, width } = scale
  const { hidden } = scale.configuration
  const [wide, narrow, gates] = [features(2 * hidden), features(hidden), features(hidden, 4)]
  const toState = scale.convolution(`${name}.inputToState`, 'B', [1, kernelWidth], wide, gates)
  const condition = conditionOf(scale, name, gates)
  const wavefront = from ? diagonalWavefront(height, width, from) : rowWavefront(height, width)
  const scan = planScan(builder, weights, name, wavefront, narrow, gates)
  return (source: FeatureMap) => {
    const [opened, state] = [map(gates), map(narrow)]
    condition?.forward(opened)
    toState.forward(source, opened, { add: condition && opened })
    scan.forward(opened, state)
    return {
      state,
      back: (dState: FeatureMap): FeatureMap => {
        scan.backward(opened, state, dState)
        condition?.backward(opened)
        toState.gradient(source, opened)
        return scale.backInto(toState, opened)
      },
    }
  }
}

function conditionOf({ builder, weights, condition }: ScalePlan, name: string, outputs: Features) {
  return condition && planCondition(builder, weights, name, condition, outputs)
}
