import type { FeatureMap, ProgramBuilder } from './builder'
import { openMask, planConvolution } from './convolution'
import type { Features } from './features'
import type { WeightLayout } from './weightLayout'

/** The map that conditions the blocks of a Multi-Scale model's large network, and what they all want of it. */
export interface ConditionMap {
  /** The upsampled small image, the result of a ReLU. */
  readonly map: FeatureMap
  readonly features: Features
  readonly height: number
  readonly width: number
  /** The gradient by it, as far as blocks have gone back: through its ReLU already. */
  gradient: FeatureMap | undefined
}

/** What the upsampled small image adds to a block (section 3.6): models/condition.ts, forth and back. */
export interface PlannedCondition {
  /** Puts into y what the layer beside it is added to. */
  forward(y: FeatureMap): void
  /** From the gradient by y: adds to those of the kernel and of the map. */
  backward(dy: FeatureMap): void
}

/** The condition whose only parameter is `name`.condition.kernel. */
export function planCondition(
  builder: ProgramBuilder,
  weights: WeightLayout,
  name: string,
  from: ConditionMap,
  outputs: Features,
): PlannedCondition {
  const { map, features: inputs, height, width } = from
  const layer = planConvolution(builder, weights, `${name}.condition`, openMask(1, inputs, outputs), {
    ...{ height, width, inputs, outputs },
    bias: false,
  })
  return {
    forward: (y) => layer.forward(map, y),
    backward(dy) {
      layer.gradient(map, dy)
      const gradient = from.gradient ?? builder.map(map.cells, map.width)
      layer.backward(dy, gradient, { mask: map, add: from.gradient })
      from.gradient = gradient
    },
  }
}
