import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import { realPathInside } from '../files/inside'
import type { ModelStore } from '../models/modelStore'

/** Where a training leaves its held-out completions, in its model folder. */
const samplesName = 'samples'
const sheetName = /^(\d+)\.png$/

/** The held-out completions that trainings left in their model folders. */
export interface TrainingSheets {
  /** By step; none of a model that isn't there yet. */
  list(modelId: string): Promise<{ step: number; address: string }[]>
  /** The file of an address `models/<model id>/<file name>`. `not-found`, `forbidden`. */
  file(modelId: string, name: string): Promise<string>
}

export function createTrainingSheets(models: ModelStore, storage: Storage): TrainingSheets {
  return {
    async list(modelId) {
      const folder = await folderOf(modelId)
      if (folder === undefined || (await storage.kind(folder)) !== 'folder') return []
      const steps = (await storage.list(folder)).flatMap((name) => {
        const step = sheetName.exec(name)?.[1]
        return step === undefined ? [] : [Number(step)]
      })
      return steps.sort((a, b) => a - b).map((step) => ({ step, address: `models/${modelId}/${step}.png` }))
    },

    async file(modelId, name) {
      const folder = await folderOf(modelId)
      if (folder !== undefined && sheetName.test(name)) {
        return realPathInside([folder], storage.join(folder, name))
      }
      throw new PixelloomError('not-found', 'There is no image at this address.', name)
    },
  }

  async function folderOf(modelId: string): Promise<string | undefined> {
    try {
      return storage.join((await models.find(modelId)).path, samplesName)
    } catch (thrown) {
      if (thrown instanceof PixelloomError && thrown.code !== 'forbidden') return undefined
      throw thrown
    }
  }
}
