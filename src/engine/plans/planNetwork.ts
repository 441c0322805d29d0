import type { ModelConfiguration } from '../../shared/model/configuration'
import { multiScaleFactor } from '../../shared/model/multiScale'
import { smallPrefix } from '../models/multiScale'
import { type ProgramBuilder, type FeatureMap, mapWords } from './builder'
import { emitCombine } from './combine'
import type { ConditionMap } from './condition'
import { features } from './features'
import { type PlannedImage, subsampled } from './image'
import type { Piece } from './memory'
import { type HiddenPieces, hiddenPieces, planConditioned } from './planConditioner'
import { planScale } from './planScale'
import { planUpsampler } from './upsampler'
import type { WeightLayout } from './weightLayout'
import { lineFloats, lines } from './words'

export interface PlannedShape {
  readonly height: number
  readonly width: number
  /** Whether gradients are wanted. */
  readonly train: boolean
  /** Images of the batch, over whose mean the gradient is taken. */
  readonly batch: number
  /** Nats of hidden pixels only, with the conditioning network, whose gradients are the only ones. */
  readonly conditioned?: boolean
}

/** Where a plan's data goes in and comes out, in shared memory, image after image. */
export interface PlanData {
  /** Levels as floats, [batch, height * width * channels] with images at whole lines. */
  readonly pixels: Piece
  /** Nats, the first float of each image's line. */
  readonly nats: Piece
  /** What a conditioning network sees and which pixels count, where it takes part. */
  readonly hidden?: HiddenPieces
}

/**
 * The whole of models/createNetwork.ts as one program: likelihoods, and gradients if wanted. Of a Multi-Scale model
 * (section 3.6) that is first all of the small image, forth and back, then the other pixels given it, so that the
 * two networks' features can lie in the same memory.
 */
export function planNetwork(
  builder: ProgramBuilder,
  weights: WeightLayout,
  configuration: ModelConfiguration,
  { height, width, train, batch, conditioned = false }: PlannedShape,
): PlanData {
  const { channels, levels, small, hidden, layers } = configuration
  const imageFloats = lines(height * width * channels)
  const pixels = builder.shared(batch * imageFloats)
  const natsMap = (): FeatureMap => ({
    piece: builder.shared(batch * lineFloats),
    cells: 1,
    width: lineFloats,
  })
  const nats = natsMap()
  const data = { pixels, nats: nats.piece }
  const image: PlannedImage = { height, width, channels, levels, map: [pixels, imageFloats, channels] }
  const gradientScale = train ? 1 / batch : 0
  if (conditioned) {
    const hidden = hiddenPieces(builder, configuration, { height, width, batch })
    planConditioned(builder, weights, configuration, { image, hidden, nats: mapWords(nats), gradientScale })
    return { ...data, hidden }
  }
  const factor = multiScaleFactor(configuration)
  if (!small || factor === undefined) {
    const shape = { prefix: '', image, nats: mapWords(nats), gradientScale }
    planScale(builder, weights, configuration, shape)
    return data
  }

  const smallImage = subsampled(image, factor)
  const smallNats = natsMap()
  planScale(builder, weights, small, {
    ...{ prefix: smallPrefix, image: smallImage, nats: mapWords(smallNats), gradientScale },
  })
  // Without blocks nothing is conditioned.
  const upsampler =
    layers > 0 ? planUpsampler(builder, weights, hidden, smallImage, image, factor) : undefined
  const condition: ConditionMap | undefined = upsampler && {
    ...{ map: upsampler.map, features: features(hidden), height, width, gradient: undefined },
  }
  planScale(builder, weights, configuration, {
    ...{ prefix: '', image: { ...image, copiedEvery: factor }, nats: mapWords(nats), gradientScale },
    ...(condition && { condition }),
  })
  emitCombine(builder, 1, nats, nats, smallNats)
  if (condition?.gradient) upsampler?.back(condition.gradient)
  return data
}
