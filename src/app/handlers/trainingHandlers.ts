import type { Host } from '../../engine/host'
import type { ModelStore } from '../models/modelStore'
import { createTrainingRuns } from '../training/runs'
import type { TrainingSheets } from '../training/sheets'
import type { HandlersOf } from './types'

export function createTrainingHandlers(parts: {
  readonly models: ModelStore
  readonly host: Host
  readonly dataFolder: string
  readonly sheets: TrainingSheets
}): HandlersOf<'training'> {
  const { models, host, dataFolder, sheets } = parts
  const runs = createTrainingRuns(models, host.storage)

  return {
    'training.runs': async () => ({ runs: await runs() }),
    'training.sheets': async ({ modelId }) => ({ sheets: await sheets.list(modelId) }),
    'training.room': async () => ({
      diskBytes: await host.storage.free?.(dataFolder),
      memoryBytes: host.freeMemory?.(),
    }),
  }
}
