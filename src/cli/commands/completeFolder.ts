import { stat } from 'node:fs/promises'
import { PixelloomError } from '../../shared/errors'
import type { FolderMasks, JobSpecificationInput } from '../../engine/protocol/specifications'
import type { ComputeOptions, Report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import type { Services } from '../services'
import { exitStatus, type Terminal } from '../terminal'
import { duration, plural } from '../words'

type Single = Extract<JobSpecificationInput, { kind: 'complete' }>
type Folder = Extract<JobSpecificationInput, { kind: 'complete-folder' }>

/** What the help of `complete` says of folders. */
export const folderHelp = `
Of a folder every image is completed, at any depth, and a folder of the same shape receives the completions, with
completions.jsonl, a line for each. --mask may then be a folder, too, with masks by the images' names: robin.png or
robin-mask.png for robin.jpg. Broken off and called again in the same way it goes on: what is there is kept.

  pixelloom complete --model birds --image birds --half bottom --count 1 --out done
  pixelloom complete --model birds --image birds --mask wings --out done`

/** Whether a path is that of a folder; what can't be looked at is the engine's to complain about. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** What was asked of one image, asked of every image of a folder: the image's path is the folder's. */
export async function folderSpecification(
  { image, mask, like, ...choices }: Single,
  again: boolean,
): Promise<Folder> {
  if (like) {
    const message = 'A completion to be like is of one image: --like can’t be used with a folder of images.'
    throw new PixelloomError('invalid-argument', message, '--like')
  }
  const masks: FolderMasks =
    mask.from === 'file' && (await isFolder(mask.path)) ? { from: 'folder', path: mask.path } : mask
  return { ...choices, kind: 'complete-folder', folder: image, masks, ...(again && { again }) }
}

/** Completes every image of a folder. The status is that of failure where any could not be completed. */
export async function completeFolder(
  single: Single,
  options: ComputeOptions & { readonly again?: true },
  services: Pick<Services, 'engine'>,
  terminal: Terminal,
): Promise<Report> {
  const specification = await folderSpecification(single, options.again === true)
  return completedFolder(await runJob(specification, options, services, terminal))
}

function completedFolder(result: ResultOf<'complete-folder'>): Report {
  const { folder, out, images, completed, existed, skipped, seconds } = result
  return {
    json: { folder, images, completed, existed, skipped, seconds },
    lines: [summary(result), `The completions are in ${out}`],
    status: skipped.length > 0 ? exitStatus.failed : exitStatus.done,
  }
}

function summary({ completed, existed, skipped, seconds }: ResultOf<'complete-folder'>): string {
  const parts = [`${plural(completed, 'image')} completed in ${duration(seconds)}`]
  if (existed > 0) parts.push(`${existed} had been before`)
  if (skipped.length === 1) parts.push('1 could not be: it is named above')
  if (skipped.length > 1) parts.push(`${skipped.length} could not be: they are named above`)
  return `${parts.join(', ')}.`
}
