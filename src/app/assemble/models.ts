import type { AppOptions } from '../app'
import { createModelServices, type ModelServices } from '../models/modelServices'
import { createModelStore, type ModelStore } from '../models/modelStore'
import { createThrottle, type Throttle } from '../throttle'
import { createTrainingSheets, type TrainingSheets } from '../training/sheets'
import type { Ground } from './ground'
import type { JobServices } from './jobs'

/** Milliseconds between two tellings that the models changed. */
const modelsSpacing = 1000

/** The models, and what is kept about them and their trainings. */
export interface ModelGroup {
  readonly models: ModelStore
  readonly modelServices: ModelServices
  readonly sheets: TrainingSheets
  /** Tells everyone, now and then, that models are not what they were when last listed. */
  readonly modelsChanged: Throttle
}

export async function openModels(
  { resources }: AppOptions,
  ground: Ground,
  { engine, jobs }: JobServices,
): Promise<ModelGroup> {
  const { storage, dataFolder, cacheFolder, events, log } = ground
  const models = createModelStore({ dataFolder, resources, storage, log })
  const modelServices = await createModelServices({
    ...{ models, engine, storage, cacheFolder, events, log },
    jobs: () => jobs.list(),
  })
  return {
    ...{ models, modelServices },
    sheets: createTrainingSheets(models, storage),
    modelsChanged: createThrottle(modelsSpacing, () => events.emit({ event: 'models.changed', payload: {} })),
  }
}
