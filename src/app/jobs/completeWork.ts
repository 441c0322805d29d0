import type { Like } from '../../shared/completion'
import type { Photo } from '../../shared/contract/entities'
import type { MethodArguments } from '../../shared/contract/methods'
import { failure, PixelloomError } from '../../shared/errors'
import { choiceOf } from '../../shared/quality'
import type { Library } from '../library/library'
import type { ModelStore } from '../models/modelStore'
import type { JobQueue } from './jobQueue'
import { randomSeed } from './seed'
import type { JobWork } from './work'

type Request = MethodArguments<'jobs.complete'>

/** How near drawing at the photo's own size keeps to the picture of the hole at the model's scale. */
const usualGuide = 0.75

/**
 * Completions of a photo, as the engine is asked for them. `not-found` for the photo or the model,
 * `mask-size`, `mask-empty`, `invalid-argument` for a mask whose bytes don't fit its size, and where they are to be
 * like a variant: `not-found` for one that isn't finished, `invalid-argument` for one of another photo.
 */
export function createCompleteWork(parts: {
  library: Library
  models: ModelStore
  jobs: Pick<JobQueue, 'find' | 'completion'>
}): (request: Request) => Promise<JobWork> {
  const { library, models, jobs } = parts

  async function resolveLike({ like, photoId }: Request): Promise<Like | undefined> {
    if (!like) return undefined
    const { jobId, variant, ...how } = like
    if (jobs.find(jobId).photoId !== photoId) {
      throw failure('masks.likeOther', {}, 'like')
    }
    return { file: (await jobs.completion(jobId, variant)).path, ...how }
  }

  return async (request) => {
    const { photoId, modelId, mask, count, seed = randomSeed(), temperature, topP, quality } = request
    const { fit, seconds, feather, match, frame } = request
    const { photo, path: image } = await library.locate(photoId)
    const model = await models.find(modelId)
    checkMask(mask, photo)
    const like = await resolveLike(request)
    return {
      kind: 'complete',
      title: `Complete ${photo.name}`,
      subject: photo.name,
      lane: 'interactive',
      photoId,
      modelId,
      seed,
      quality,
      makesFiles: true,
      specification: (out) => ({
        kind: 'complete',
        model: model.path,
        image,
        mask: { from: 'bitmap', ...mask },
        count,
        out,
        seed,
        temperature,
        topP,
        ...{ quality, keepPictures: true, ...choiceOf(quality, model) },
        ...{ fit, seconds, feather, match, frame, like },
        // Of its own a small model has no idea of what is larger than its pictures.
        ...(fit === 'native' && { guide: usualGuide }),
      }),
    }
  }
}

function checkMask(mask: Request['mask'], photo: Photo): void {
  const { width, height, data } = mask
  if (width !== photo.width || height !== photo.height) {
    const sizes = { width, height, imageWidth: photo.width, imageHeight: photo.height }
    throw failure('masks.otherPhoto', sizes, photo.id)
  }
  if (data.length !== width * height) {
    throw new PixelloomError('invalid-argument', 'The mask needs one byte for each pixel.', 'mask.data')
  }
  if (!data.some((byte) => byte !== 0)) {
    throw failure('masks.notPainted', {}, photo.id)
  }
}
