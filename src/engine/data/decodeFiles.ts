import { PixelloomError } from '../../shared/errors'
import type { SkippedFile } from '../../shared/jobs'
import type { Host } from '../host'
import { centreSquare, flatten } from '../pixels/flatten'
import { resize } from '../pixels/resize'
import { mapConcurrently } from './concurrent'
import type { ImageSize } from './imageSet'
import type { OpenOptions } from './options'
import { reasonOf, type Why } from './reasons'
import type { ImageFile } from './scanFolder'

/** Files decoded at a time: enough to keep decoder threads busy, few enough for large photos. */
const concurrency = 4
/** Files whose images are gathered before they are put away in order. */
const round = 64

/** The decoder may scale down to this many times the size; the rest is exact area averaging. */
const reduction = 4

/** A square of a file, [side, side, channels], and the size of the whole. */
export interface Decoded extends ImageSize {
  readonly pixels: Uint8Array
}

/** A file that is left out; `lasting` where it will be until it changes. */
export interface BadFile extends Why {
  readonly lasting: boolean
}

/** The centre square of an image file, area-averaged (smooth where it is smaller) to one size. */
export async function decodeFile(
  { pixels }: Pick<Host, 'pixels'>,
  path: string,
  { side, channels }: { side: number; channels: 1 | 3 },
): Promise<Decoded | BadFile> {
  try {
    const square = await pixels.decodeSquare(path, side * reduction)
    const image = resize(flatten(centreSquare(square.image), channels), side, side)
    return { pixels: Uint8Array.from(image.data), width: square.width, height: square.height }
  } catch (thrown) {
    const lasting =
      thrown instanceof PixelloomError && ['not-an-image', 'image-too-large'].includes(thrown.code)
    return { ...reasonOf(thrown, path), lasting }
  }
}

/**
 * Loads files in their order until `wanted` of them are images; `keep` gets those as they come, in order. Bad
 * files do not count: others take their places. Returns them.
 */
export async function loadFiles(
  files: readonly ImageFile[],
  wanted: number,
  load: (file: ImageFile) => Promise<Decoded | BadFile>,
  keep: (images: readonly { file: ImageFile; image: Decoded }[]) => Promise<void> | void,
  { onProgress, signal }: Pick<OpenOptions, 'onProgress' | 'signal'>,
): Promise<{ file: ImageFile; bad: BadFile }[]> {
  const found: { file: ImageFile; bad: BadFile }[] = []
  let [kept, done] = [0, 0]
  for (let next = 0; kept < wanted && next < files.length;) {
    const these = files.slice(next, next + Math.min(round, wanted - kept))
    next += these.length
    const loaded = await mapConcurrently(
      these,
      concurrency,
      async (file) => {
        const outcome = await load(file)
        onProgress?.(++done, wanted)
        return { file, outcome }
      },
      signal,
    )
    const images = loaded.flatMap(({ file, outcome }) =>
      'pixels' in outcome ? [{ file, image: outcome }] : [],
    )
    found.push(
      ...loaded.flatMap(({ file, outcome }) => ('pixels' in outcome ? [] : [{ file, bad: outcome }])),
    )
    kept += images.length
    await keep(images)
  }
  return found
}

export function skippedFile({ file, bad }: { file: ImageFile; bad: BadFile }): SkippedFile {
  const { reason, because } = bad
  return { path: file.path, reason, ...(because && { because }) }
}

/** Whether all pixels of three channels are grey. */
export function isGrey(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 3) {
    if (bytes[i] !== bytes[i + 1] || bytes[i] !== bytes[i + 2]) return false
  }
  return true
}
