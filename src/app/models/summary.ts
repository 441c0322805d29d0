import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Storage } from '../../engine/host'
import { createNodeStorage } from '../../engine/hosts/node/storage'
import { weightsName } from '../../engine/storage/modelFolder'
import { describeModel, type ListedModel } from '../../engine/storage/listModels'
import type { ModelSummary } from '../../shared/contract/entities'

/** The model in a folder. Errors as `describeModel`. */
export async function summarise(
  folder: string,
  bundled: boolean,
  storage: Storage = createNodeStorage(),
): Promise<ModelSummary> {
  return summariseListed(await describeModel({ storage }, folder, basename(folder)), bundled)
}

/** A model that was listed, as lists and cards show it. */
export async function summariseListed(model: ListedModel, bundled: boolean): Promise<ModelSummary> {
  const { id, path, configuration, parameters, bytes, document } = model
  const written = await stat(join(path, weightsName))
  return {
    id,
    name: document.name || id,
    path,
    bundled,
    configuration,
    parameters,
    bytes,
    updatedAt: written.mtimeMs,
    version: document.checksum ?? `${bytes}-${written.mtimeMs}`,
    checksum: document.checksum,
    around: document.around,
    description: document.description,
    licence: document.licence,
    training: document.training,
    conditionerTraining: document.conditionerTraining,
    tested: document.tested,
    // A bundled one lies among the program's own files, which are not written to.
    resumable: model.resumable && !bundled,
  }
}
