import { basename, join } from 'node:path'
import type { Storage } from '../../engine/host'
import { findBatch } from '../../engine/jobs/completeFolder/batch'
import type { FolderMasks } from '../../engine/protocol/specifications'
import type { MethodArguments, MethodOutput } from '../../shared/contract/methods'
import { choiceOf } from '../../shared/quality'
import { personPath } from '../files/personPath'
import type { ModelStore } from '../models/modelStore'
import { randomSeed } from './seed'
import type { JobWork } from './work'

type Request = MethodArguments<'jobs.completeFolder'>

/** A folder that is asked for again must go on with what it drew before: unless said, it has always this seed. */
const usualSeed = 0

/**
 * Completions of every image in a folder, as the engine is asked for them. `invalid-argument` for paths that are
 * not whole, `not-found` for folders or the model, `no-images`.
 */
export async function completeFolderWork(
  { models, storage }: { models: ModelStore; storage: Storage },
  request: Request,
): Promise<JobWork> {
  const { modelId, count, temperature, topP, quality, fit, seconds, feather, match, again } = request
  const folder = personPath(request.folder, 'folder')
  const out = outOf(request)
  const masks = wholeMasks(request.masks)
  const seed = request.seed ?? (again ? randomSeed() : usualSeed)
  const model = await models.find(modelId)
  const { images } = await findBatch(storage, { folder, masks, out })
  return {
    kind: 'complete-folder',
    title: `Complete ${images.length === 1 ? '1 image' : `${images.length} images`} of ${basename(folder)}`,
    subject: basename(folder),
    count: images.length,
    lane: 'batch',
    modelId,
    seed,
    makesFiles: false,
    pictureFolders: [out],
    request: { method: 'jobs.completeFolder', input: { ...request, out, seed } },
    specification: () => ({
      kind: 'complete-folder',
      model: model.path,
      ...{ folder, masks, out, again, count, seed, temperature, topP, fit, seconds, feather, match },
      ...choiceOf(quality, model),
    }),
  }
}

/** Names of images without a mask that are told; a thousand would say no more. */
const mostNamed = 50

/** What a run would find, without opening an image. Errors as `completeFolderWork`. */
export async function inspectFolder(
  storage: Storage,
  request: MethodArguments<'jobs.inspectFolder'>,
): Promise<MethodOutput<'jobs.inspectFolder'>> {
  const folder = personPath(request.folder, 'folder')
  const out = outOf(request)
  const signal = AbortSignal.timeout(longestLook)
  const { images, skipped } = await findBatch(
    storage,
    { folder, masks: wholeMasks(request.masks), out },
    signal,
  )
  const without = images.filter(({ mask }) => mask === undefined).map(({ key }) => key)
  return {
    images: images.length,
    withoutMask: without.length,
    withoutMaskNames: without.slice(0, mostNamed),
    skipped: skipped.slice(0, mostNamed),
    out,
  }
}

/** Milliseconds after which nobody waits any more for what is only a preview. */
const longestLook = 15_000

function outOf({ folder, out }: { folder: string; out?: string | undefined }): string {
  return out === undefined ? join(personPath(folder, 'folder'), 'completed') : personPath(out, 'out')
}

function wholeMasks(masks: Request['masks']): FolderMasks {
  return 'path' in masks ? { ...masks, path: personPath(masks.path, 'masks') } : masks
}
