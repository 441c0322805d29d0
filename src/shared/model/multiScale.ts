import { failure } from '../errors'
import type { ModelConfiguration } from './configuration'

type Scales = Pick<ModelConfiguration, 'small' | 'size' | 'channels' | 'levels'>

/**
 * By how much a Multi-Scale model's small image is smaller than the whole (f of models.md): a power of two, at
 * least 2; undefined for a model without a small one. `invalid-argument` where the two don't fit together.
 */
export function multiScaleFactor(configuration: Scales): number | undefined {
  const detail = multiScaleMisfit(configuration)
  if (detail !== undefined) throw failure('models.scales', { detail }, 'small')
  return configuration.small && configuration.size / configuration.small.size
}

/** Why the small model doesn't fit the large one, in words; undefined where it does, or where there is none. */
export function multiScaleMisfit({ small, size, channels, levels }: Scales): string | undefined {
  if (!small) return undefined
  const factor = size / small.size
  if (factor < 2 || !Number.isInteger(Math.log2(factor))) {
    return `images of ${size} x ${size} can have ${smallSizes(size)}, not ${small.size} x ${small.size}`
  }
  if (small.channels !== channels) return 'the small model must have the same channels'
  if (small.levels !== levels) return 'the small model must have the same levels'
  return undefined
}

/** The sides that a small model may have, in words. */
function smallSizes(size: number): string {
  const sizes: number[] = []
  for (let side = size / 2; Number.isInteger(side); side /= 2) sizes.push(side)
  return sizes.length > 0 ? `small ones with a side of ${sizes.join(', ')}` : 'no small ones, being odd'
}
