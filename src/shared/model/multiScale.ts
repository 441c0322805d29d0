import { PixelloomError } from '../errors'
import type { ModelConfiguration } from './configuration'

/**
 * By how much a Multi-Scale model's small image is smaller than the whole (f of models.md): a power of two, at
 * least 2; undefined for a model without a small one. `invalid-argument` where the two don't fit together.
 */
export function multiScaleFactor({ small, size, channels, levels }: ModelConfiguration): number | undefined {
  if (!small) return undefined
  const factor = size / small.size
  if (factor < 2 || !Number.isInteger(Math.log2(factor))) {
    throw misfit(`images of ${size} x ${size} can have small ones of ${smallSizes(size)}, not ${small.size}`)
  }
  if (small.channels !== channels) throw misfit('the small model must have the same channels')
  if (small.levels !== levels) throw misfit('the small model must have the same levels')
  return factor
}

/** The side of the small image that goes with a side of the whole, which need not be divisible. */
export function smallSide(side: number, factor: number): number {
  return Math.ceil(side / factor)
}

/** The sides that a small model may have, in words: "14 or 7". */
function smallSizes(size: number): string {
  const sizes: number[] = []
  for (let side = size / 2; Number.isInteger(side) && side >= 1; side /= 2) sizes.push(side)
  return sizes.length > 0 ? sizes.join(' or ') : 'no size at all, since that is odd'
}

function misfit(reason: string): PixelloomError {
  return new PixelloomError('invalid-argument', `A Multi-Scale model like this can't be: ${reason}.`, 'small')
}
