import type { Photo } from '../../shared/contract/entities'
import type { MethodArguments } from '../../shared/contract/methods'
import { PixelloomError } from '../../shared/errors'
import type { Library } from '../library/library'
import type { ModelStore } from '../models/modelStore'
import { randomSeed } from './seed'
import type { JobWork } from './work'

type Request = MethodArguments<'jobs.complete'>

/**
 * Completions of a photo, as the engine is asked for them. `not-found` for the photo or the model,
 * `mask-size`, `mask-empty`, `invalid-argument` for a mask whose bytes don't fit its size.
 */
export function createCompleteWork(parts: {
  library: Library
  models: ModelStore
}): (request: Request) => Promise<JobWork> {
  const { library, models } = parts
  return async ({ photoId, modelId, mask, count, seed = randomSeed(), temperature, topP }) => {
    const { photo, path: image } = await library.locate(photoId)
    const model = await models.find(modelId)
    checkMask(mask, photo)
    return {
      kind: 'complete',
      title: `Complete ${photo.name}`,
      lane: 'interactive',
      photoId,
      modelId,
      seed,
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
      }),
    }
  }
}

function checkMask(mask: Request['mask'], photo: Photo): void {
  const { width, height, data } = mask
  if (width !== photo.width || height !== photo.height) {
    throw new PixelloomError(
      'mask-size',
      `The mask is ${width} x ${height} pixels, the photo ${photo.width} x ${photo.height}. Paint it anew.`,
      photo.id,
    )
  }
  if (data.length !== width * height) {
    throw new PixelloomError('invalid-argument', 'The mask needs one byte for each pixel.', 'mask.data')
  }
  if (!data.some((byte) => byte !== 0)) {
    throw new PixelloomError('mask-empty', 'Nothing is painted: paint over what is to be filled.', photo.id)
  }
}
