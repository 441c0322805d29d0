import { join } from 'node:path'
import { toErrorValue } from '../../shared/errors'
import type { AppOptions } from '../app'
import { createSurprises, type Surprises } from '../results/surprise'
import { layGround, type Ground } from './ground'
import { openJobs, type JobServices } from './jobs'
import { openModels, type ModelGroup } from './models'
import { openPhotos, type PhotoServices } from './photos'

/** Every service of the app: what its handlers work with. */
export interface Services extends Ground, PhotoServices, JobServices, ModelGroup {
  readonly surprises: Surprises
}

/** Opens the groups of services in the order in which one needs the other. */
export async function openServices(options: AppOptions): Promise<Services> {
  const ground = await layGround(options)
  const { storage, cacheFolder, log } = ground
  const photos = await openPhotos(options, ground)
  // Beside the start, which it must not hold up.
  void options.tensorflow
    .tidy()
    .catch((error: unknown) => log(`Could not tidy up TensorFlow: ${toErrorValue(error).message}`))
  const queue = await openJobs(options, ground)
  const models = await openModels(options, ground, queue)
  const surprises = createSurprises({
    ...{ jobs: queue.jobs, engine: queue.engine, library: photos.library, models: models.models, storage },
    folder: join(cacheFolder, 'surprise'),
  })
  return { ...ground, ...photos, ...queue, ...models, surprises }
}
