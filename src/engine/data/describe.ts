import { PixelloomError } from '../../shared/errors'
import type { DataReport } from '../../shared/jobs'
import type { Host } from '../host'
import { findCopies } from './copies'
import type { ImageSet } from './imageSet'
import { openSource } from './open'
import type { OpenOptions } from './options'
import { splitHeldOut, type Split } from './split'
import { isTwoTone } from './twoTone'

/** Side at which a check decodes files: whole, so that truncated ones are found, but kept small. */
const checkSize = 8

/** Groups of copies that a report names; how many copies there are is counted in full. */
const mostGroups = 500

/** What a check tells, and what it listens to. */
export interface CheckOptions extends Pick<OpenOptions, 'signal'> {
  readonly onProgress?: (done: number, total: number, what: 'files' | 'copies') => void
}

/**
 * What a data source holds, for a look before training: how many images, of which sizes and colours, how many of
 * them `validation` (a share, 0 to below 1) would hold out, which are the same, and every bad file with its
 * reason. Decodes everything. Errors as `openImageSet`.
 */
export async function describeData(
  host: Host,
  path: string,
  validation: number,
  { signal, onProgress }: CheckOptions = {},
): Promise<DataReport> {
  const set = await openSource(host, path, {
    ...(signal && { signal }),
    onProgress: (done, total) => onProgress?.(done, total, 'files'),
    size: checkSize,
  })
  const split = splitOf(set, validation)
  const groups = await findCopies(host, set, {
    ...(signal && { signal }),
    onProgress: (done, total) => onProgress?.(done, total, 'copies'),
  })
  const place = set.place ?? ((index: number): string => `#${set.key(index)}`)
  const learned = new Set(split?.training)
  const leaked = groups
    .filter((group) => group.some((index) => learned.has(index)))
    .reduce((sum, group) => sum + group.filter((index) => !learned.has(index)).length, 0)
  return {
    source: path,
    format: set.format,
    images: set.count,
    heldOut: split?.heldOut.length ?? 0,
    ...set.originals,
    skipped: [...set.skipped],
    channels: set.channels,
    twoTone: await isTwoTone(host, set),
    ...(set.format !== 'folder' && { side: Math.max(set.width, set.height) }),
    ...(set.values === 'levels' && { largestLevel: set.largestLevel ?? 0 }),
    sides: sidesOf(set),
    duplicates: groups.slice(0, mostGroups).map((group) => group.map(place)),
    copies: groups.reduce((sum, group) => sum + group.length - 1, 0),
    leaked: split ? leaked : 0,
  }
}

/** None where there are too few: a report is no place to fail. */
function splitOf(set: ImageSet, validation: number): Split | undefined {
  try {
    return splitHeldOut(set, validation)
  } catch (thrown) {
    if (thrown instanceof PixelloomError && thrown.code === 'too-few-images') return undefined
    throw thrown
  }
}

/** How many images have a shorter side of so many pixels, the smallest first. */
function sidesOf(set: ImageSet): [side: number, count: number][] {
  const counts = new Map<number, number>()
  const whole = { width: set.width, height: set.height }
  for (let index = 0; index < set.count; index++) {
    const { width, height } = set.originalSize?.(index) ?? whole
    const side = Math.min(width, height)
    counts.set(side, (counts.get(side) ?? 0) + 1)
  }
  return [...counts].sort(([a], [b]) => a - b)
}
