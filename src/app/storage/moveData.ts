import { readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failure } from '../../shared/errors'
import { liesInside } from '../files/inside'
import { personPath } from '../files/personPath'
import { copyFolder, entriesOf } from './copyFolder'
import { locationName, readLocation, writeLocation } from './location'
import { rebase } from './rebase'

/** How much more must be free than is copied: file systems differ, and a disk filled to the brim is no gift. */
const slack = 1.05

/** What is being copied beside its final name, so that what is found under that is whole. */
const unfinished = (target: string): string => join(dirname(target), `.${basename(target)}.pixelloom-part`)

export interface Move {
  readonly usual: string
  readonly dataFolder: string
  readonly signal: AbortSignal
  readonly progress: (done: number, total: number) => void
}

/**
 * Copies the data to another folder, which takes over at the next start (`settleMove`): until then everything stays
 * as it is, whatever happens. A folder that holds something gets one of ours inside. Returns where the data will be.
 * `invalid-argument` for a place that can't be, `disk`, `cancelled`.
 */
export async function copyData(
  chosen: string,
  { usual, dataFolder, signal, progress }: Move,
): Promise<string> {
  const target = await targetIn(personPath(chosen, 'path'))
  if (target === dataFolder || liesInside(dataFolder, target) || liesInside(target, dataFolder)) {
    throw failure('app.itself', {}, target)
  }
  const leave = [locationName]
  const total = (await entriesOf(dataFolder, leave)).reduce((sum, { bytes }) => sum + bytes, 0)
  await mustFit(dirname(target), total * slack)
  const part = unfinished(target)
  await rm(part, { recursive: true, force: true })
  let done = 0
  try {
    await copyFolder(dataFolder, part, {
      leave,
      signal,
      progress: (bytes) => progress((done += bytes), total),
    })
    // Empty, or it had not been chosen.
    await rm(target, { recursive: false, force: true }).catch(() => undefined)
    await rename(part, target)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
  await writeLocation(usual, { ...readLocation(usual), next: target, failed: undefined })
  return target
}

/** The folder itself where it is empty or isn't there yet, else one of ours inside. */
async function targetIn(folder: string): Promise<string> {
  for (const target of [folder, join(folder, 'Pixelloom')]) {
    const names = await readdir(target).catch(() => undefined)
    if (names === undefined || names.length === 0) return target
  }
  throw failure('app.taken', {}, folder)
}

async function mustFit(folder: string, bytes: number): Promise<void> {
  let place = folder
  while (!(await stat(place).catch(() => undefined)) && dirname(place) !== place) place = dirname(place)
  const { bavail, bsize } = await statfs(place)
  const free = bavail * bsize
  if (free < bytes) throw failure('app.noRoom', { needed: bytes, free }, folder)
}

/**
 * Lets a finished copy take over, before anything is opened: what changed since it was made is copied, too. True where
 * it has. Where that fails the data stay where they were, and the reason is kept for the person to read.
 */
export async function settleMove(usual: string): Promise<boolean> {
  const { next, ...location } = readLocation(usual)
  if (next === undefined) return false
  const from = location.folder ?? usual
  try {
    if (!(await stat(next).catch(() => undefined))) {
      throw failure('app.moveGone', { path: next }, next)
    }
    await copyFolder(from, next, { leave: [locationName], mirror: true })
    await rebase(next, from)
    await writeLocation(usual, { folder: next, old: from })
    return true
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error)
    await writeLocation(usual, { ...location, failed })
    return false
  }
}
