import { join } from 'node:path'
import type { AppOptions } from '../app'
import { createAppHandlers } from '../handlers/appHandlers'
import { createDialogHandlers } from '../handlers/dialogHandlers'
import { createJobHandlers } from '../handlers/jobHandlers'
import { createLibraryHandlers } from '../handlers/libraryHandlers'
import { createMaskHandlers } from '../handlers/maskHandlers'
import { createModelHandlers } from '../handlers/modelHandlers'
import { createReportHandlers } from '../handlers/reportHandlers'
import { createResultHandlers } from '../handlers/resultHandlers'
import { createSettingsHandlers } from '../handlers/settingsHandlers'
import { createStorageHandlers } from '../handlers/storageHandlers'
import { createTensorflowHandlers } from '../handlers/tensorflowHandlers'
import { createTrainingHandlers } from '../handlers/trainingHandlers'
import type { Handlers } from '../handlers/types'
import type { Services } from './services'

/** A handler for every request of the contract, and what ends the work that one began and the queue doesn't know. */
export function createHandlers(
  options: AppOptions,
  services: Services,
): { handlers: Handlers; close(): Promise<void> } {
  const { storage, events, jobs, library, models, dataFolder } = services
  const { shell, usualFolder, restart } = options
  const tensorflow = createTensorflowHandlers({ tensorflow: options.tensorflow, events })
  const handlers: Handlers = {
    ...createAppHandlers(options),
    ...createDialogHandlers(shell),
    ...createLibraryHandlers({ ...services, shell }),
    ...createMaskHandlers({ ...services, shell }),
    ...createModelHandlers({
      ...{ models, storage, shell, events, services: services.modelServices },
      jobs: () => jobs.list(),
    }),
    ...createJobHandlers({
      ...{ jobs, library, models, storage, shell, imageCache: services.imageCache },
      exports: join(dataFolder, 'exports'),
      modelsChanged: () => services.modelsChanged.call(),
    }),
    ...createTrainingHandlers(services),
    ...createResultHandlers({ ...services, shell, settings: () => services.settings.get() }),
    ...createSettingsHandlers(services.settings),
    ...createStorageHandlers({ dataFolder, usualFolder, restart, jobs, events, shell }),
    ...createReportHandlers({ ...services, options }),
    ...tensorflow.handlers,
  }
  return { handlers, close: () => tensorflow.close() }
}
