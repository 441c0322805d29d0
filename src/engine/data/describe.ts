import { PixelloomError } from '../../shared/errors'
import type { DataReport } from '../../shared/jobs'
import type { Host } from '../host'
import type { ImageSet } from './imageSet'
import { openSource } from './open'
import type { OpenOptions } from './options'
import { splitHeldOut } from './split'

/** Side at which a check decodes files: whole, so that truncated ones are found, but kept small. */
const checkSize = 8

/**
 * What a data source holds, for a look before training: how many images and of which sizes, how many of
 * them `validation` (a share, 0 to below 1) would hold out, and every bad file with its reason. Decodes
 * everything. Errors as `openImageSet`.
 */
export async function describeData(
  host: Host,
  path: string,
  validation: number,
  options: Pick<OpenOptions, 'onProgress' | 'signal'> = {},
): Promise<DataReport> {
  const set = await openSource(host, path, { ...options, size: checkSize })
  return {
    source: path,
    format: set.format,
    images: set.count,
    heldOut: heldOutOf(set, validation),
    ...set.originals,
    skipped: [...set.skipped],
  }
}

/** None where there are too few: a report is no place to fail. */
function heldOutOf(set: ImageSet, validation: number): number {
  try {
    return splitHeldOut(set, validation).heldOut.length
  } catch (thrown) {
    if (thrown instanceof PixelloomError && thrown.code === 'too-few-images') return 0
    throw thrown
  }
}
