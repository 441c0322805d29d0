import { failure } from '../../shared/errors'
import type {
  Architecture,
  AskedConfiguration,
  Binarization,
  ModelConfiguration,
} from '../../shared/model/configuration'
import { multiScaleFactor } from '../../shared/model/multiScale'
import type { ImageSet } from '../data/imageSet'

/** What of the images decides a configuration. */
export type ImageTraits = Pick<
  ImageSet,
  'format' | 'values' | 'channels' | 'height' | 'width' | 'largestLevel'
>

/** A small network that learns in minutes; the paper's sizes are in models.md and in the presets. */
const defaults = { architecture: 'pixelcnn', layers: 7, residual: true, skip: false } as const

/** Enough to see a picture of 32 x 32 from end to end. */
const conditionerDefaults = { hidden: 32, layers: 8, outputFeatures: 64 } as const

/** Features where nobody chose: an LSTM has four gates for each, and the paper's seven-layer one took 16. */
const defaultHidden: Readonly<Record<Architecture, number>> = {
  pixelcnn: 32,
  'row-lstm': 16,
  'diagonal-bilstm': 16,
}

/** Levels where nobody chose: two for grey digits, as in the paper's section 5.1, else all 256 (3.3). */
function defaultLevels(images: ImageTraits): number {
  return images.format === 'idx' && images.channels === 1 ? 2 : 256
}

/**
 * The whole configuration of a model to be trained on `images`, from the part that was asked for.
 * `invalid-argument` where the two contradict each other.
 */
export function completeConfiguration(asked: AskedConfiguration, images: ImageTraits): ModelConfiguration {
  if (asked.channels !== undefined && asked.channels !== images.channels) {
    throw failure('training.channels', { channels: images.channels, asked: asked.channels }, 'channels')
  }
  const levels = asked.levels ?? defaultLevels(images)
  checkLevels(images, levels)
  const { small, conditioner, ...large } = asked
  const configuration: ModelConfiguration = {
    ...defaults,
    hidden: defaultHidden[asked.architecture ?? defaults.architecture],
    ...withoutUndefined(large),
    channels: images.channels,
    levels,
    size: Math.max(images.height, images.width),
    outputFeatures: asked.outputFeatures ?? (levels === 2 ? 32 : 64),
  }
  const { binarize = defaultBinarization(images) } = asked
  const scales = small ? withSmall(configuration, small) : configuration
  const whole = conditioner
    ? { ...scales, conditioner: { ...conditionerDefaults, ...withoutUndefined(conditioner) } }
    : scales
  return levels === 2 ? { ...whole, binarize } : whole
}

/** Multi-Scale: the small model is as the large one but for its size, and for what was asked of it. */
function withSmall(
  large: ModelConfiguration,
  asked: NonNullable<AskedConfiguration['small']>,
): ModelConfiguration {
  const { binarize: _, conditioner: _conditioner, ...shape } = large
  const configuration = { ...large, small: { ...shape, ...withoutUndefined(asked), size: asked.size } }
  multiScaleFactor(configuration)
  if (large.layers === 0) throw failure('training.scalesWithoutLayers', {}, 'layers')
  return configuration
}

/** `invalid-argument` where values that are used as they are don't fit into `levels`. */
export function checkLevels(images: ImageTraits, levels: number): void {
  const largest = images.values === 'levels' ? (images.largestLevel ?? 0) : 0
  if (largest < levels) return
  throw failure('training.levels', { largest, levels, last: levels - 1, needed: largest + 1 }, 'levels')
}

/** A digit's grey is a probability, a drawing's an edge that was smoothed (models.md). */
export function defaultBinarization(images: ImageTraits): Binarization {
  return images.format === 'idx' ? 'sample' : 'threshold'
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>
}
