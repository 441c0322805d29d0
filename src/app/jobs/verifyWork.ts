import type { ModelStore } from '../models/modelStore'
import type { JobWork } from './work'

/** Looks whether a model is what it says. `not-found` and `model-damaged` as the store has them. */
export async function verifyWork(models: ModelStore, modelId: string): Promise<JobWork> {
  const { name, path } = await models.find(modelId)
  return {
    kind: 'verify',
    title: `Verify ${name}`,
    subject: name,
    lane: 'interactive',
    modelId,
    makesFiles: false,
    specification: () => ({ kind: 'verify', model: path }),
  }
}
