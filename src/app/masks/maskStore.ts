import { join } from 'node:path'
import type { Storage } from '../../engine/host'
import { failure, PixelloomError } from '../../shared/errors'
import { runsLength } from '../../shared/runs'
import { isPlainAddress } from '../files/inside'
import { decodeMaskFile, encodeMaskFile, type KeptMask } from './maskFile'

/** What was painted on each photo, one file a photo, kept for as long as the photo is in the library. */
export interface MaskStore {
  /** What was painted, or the photo's first mask; undefined for neither. What is damaged is moved aside, and told. */
  load(photoId: string): Promise<KeptMask | undefined>
  /** All or nothing, in the order in which it was asked for. `invalid-argument` where runs don't fit the size. */
  save(photoId: string, mask: KeptMask): Promise<void>
  remove(photoId: string): Promise<void>
  /** Forgets masks of photos that are not among these, if nobody painted on them for a while. */
  prune(photoIds: readonly string[], now?: number): Promise<void>
}

const ending = '.mask'

/**
 * A list of photos that was damaged begins anew, empty: masks then wait so many days for their photos, should
 * somebody mend it.
 */
const daysOfStrays = 30

export function openMaskStore(options: {
  readonly storage: Storage
  readonly folder: string
  readonly log: (message: string) => void
  /** The mask of a photo on which nobody painted yet. */
  readonly first?: (photoId: string) => Promise<KeptMask | undefined>
}): MaskStore {
  const { storage, folder, log, first } = options
  let turn: Promise<unknown> = Promise.resolve()

  /** Changes wait for each other: an older stroke must never come after a newer one. */
  function exclusively<T>(change: () => Promise<T>): Promise<T> {
    const result = turn.then(change)
    turn = result.catch(() => undefined)
    return result
  }

  function pathOf(photoId: string): string {
    if (!photoId.includes('/') && isPlainAddress(photoId)) return join(folder, photoId + ending)
    throw new PixelloomError('invalid-argument', 'This is not the id of a photo.', photoId)
  }

  async function read(photoId: string): Promise<KeptMask | undefined> {
    const path = pathOf(photoId)
    if ((await storage.kind(path)) === 'missing') return undefined
    const mask = decodeMaskFile(await storage.read(path))
    if (typeof mask !== 'string') return mask
    const aside = await freeName(path)
    await storage.rename(path, aside)
    log(`What was painted on a photo is damaged (${mask}). It was kept as ${aside}.`)
    return undefined
  }

  async function freeName(path: string): Promise<string> {
    for (let number = 1; ; number++) {
      const name = `${path.slice(0, -ending.length)}.damaged-${number}`
      if ((await storage.kind(name)) === 'missing') return name
    }
  }

  async function write(photoId: string, mask: KeptMask): Promise<void> {
    const path = pathOf(photoId)
    if (runsLength(mask.runs) !== mask.width * mask.height) {
      throw failure('masks.torn', {}, 'runs')
    }
    await storage.makeFolder(folder)
    await storage.write(path, encodeMaskFile(mask))
  }

  async function prune(photoIds: readonly string[], now: number): Promise<void> {
    if ((await storage.kind(folder)) !== 'folder') return
    await storage.removeUnfinished(folder)
    const known = new Set(photoIds)
    for (const name of await storage.list(folder)) {
      if (!name.endsWith(ending) || known.has(name.slice(0, -ending.length))) continue
      const { modified } = await storage.status(join(folder, name))
      if (now - modified > daysOfStrays * 24 * 60 * 60 * 1000) await storage.remove(join(folder, name))
    }
  }

  return {
    load: (photoId) => exclusively(async () => (await read(photoId)) ?? first?.(photoId)),
    save: (photoId, mask) => exclusively(() => write(photoId, mask)),
    remove: (photoId) => exclusively(() => storage.remove(pathOf(photoId))),
    prune: (photoIds, now = Date.now()) => exclusively(() => prune(photoIds, now)),
  }
}
