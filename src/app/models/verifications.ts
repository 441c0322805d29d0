import { join } from 'node:path'
import type { Storage } from '../../engine/host'
import { type ModelSummary, type Verification, verificationSchema } from '../../shared/contract/entities'
import { filesKey } from './modelKey'

/** What was found when models were last verified, for as long as their weights stay the same. */
export interface Verifications {
  keep(model: ModelSummary, verification: Verification): Promise<void>
  of(model: ModelSummary): Promise<Verification | undefined>
}

/** One small file for each, in a folder that may be removed at any time. */
export function createVerifications(storage: Storage, folder: string): Verifications {
  const fileOf = (model: ModelSummary): string => join(folder, `${filesKey(model)}.json`)
  return {
    async keep(model, verification) {
      await storage.makeFolder(folder)
      await storage.write(fileOf(model), new TextEncoder().encode(JSON.stringify(verification)))
    },
    async of(model) {
      const file = fileOf(model)
      if ((await storage.kind(file)) !== 'file') return undefined
      const read = verificationSchema.safeParse(parse(new TextDecoder().decode(await storage.read(file))))
      return read.success ? read.data : undefined
    },
  }
}

/** undefined for what is no JSON: then the model counts as not verified. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
