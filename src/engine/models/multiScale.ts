import * as tf from '@tensorflow/tfjs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { multiScaleFactor } from '../../shared/model/multiScale'
import { scaleInput } from './input'
import { missingParameter } from './layer'
import type { MultiScale, Network, ParameterSpecification } from './network'
import { createUpsampler } from './upsampler'

/** All parameters of the small network begin so (models.md, "Parameters on disk"). */
export const smallPrefix = 'small.'

/**
 * What a Multi-Scale model has beside its large network: the unconditional network of the small image, made
 * by `create`, and the upsampler; undefined for other models. Parameters: all of both, those of the small
 * network as small.*. `invalid-argument` where the two sizes don't fit together.
 */
export function multiScaleOf(
  configuration: ModelConfiguration,
  create: (configuration: ModelConfiguration) => Network,
): { multiScale: MultiScale; parameters: readonly ParameterSpecification[] } | undefined {
  const factor = multiScaleFactor(configuration)
  if (!configuration.small || factor === undefined) return undefined
  const small = create(configuration.small)
  const upsampler = createUpsampler(configuration, factor)
  return {
    parameters: [
      ...small.parameters.map((parameter) => ({ ...parameter, name: smallPrefix + parameter.name })),
      ...upsampler.parameters,
    ],
    multiScale: {
      factor,
      small,
      smallWeights: (weights) =>
        new Map(
          small.parameters.map(({ name }) => {
            const tensor = weights.get(smallPrefix + name)
            if (!tensor) throw missingParameter(smallPrefix + name)
            return [name, tensor]
          }),
        ),
      upsample: (weights, pixels, height, width) =>
        tf.tidy(() => upsampler.apply(weights, scaleInput(pixels, configuration.levels), height, width)),
    },
  }
}
