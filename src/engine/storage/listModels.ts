import { failure, PixelloomError } from '../../shared/errors'
import type { SkippedFile } from '../../shared/jobs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Host } from '../host'
import { checkpointSteps } from './checkpoints'
import type { ModelDocument } from './modelDocument'
import { configurationOf, documentName, readModelDocument, weightsName } from './modelFolder'
import { peekSafetensors } from './peekSafetensors'

/** A model folder at a glance. */
export interface ListedModel {
  /** The folder's name. */
  readonly id: string
  readonly path: string
  readonly configuration: ModelConfiguration
  readonly document: ModelDocument
  /** Number of weights. */
  readonly parameters: number
  /** Size of the weights on disk, bytes. */
  readonly bytes: number
  /** A checkpoint is there to go on from. */
  readonly resumable: boolean
}

export interface ModelList {
  readonly models: ListedModel[]
  readonly damaged: (SkippedFile & { readonly id: string })[]
}

type Files = Pick<Host, 'storage'>

/**
 * The model folders directly in a folder, by name. Damaged ones are named, never touched; folders that hold
 * neither `model.json` nor weights are none. Weights are checked by header and length, not by checksum, so
 * that a long list opens at once.
 */
export async function listModels(host: Files, folder: string): Promise<ModelList> {
  const { storage } = host
  const result: ModelList = { models: [], damaged: [] }
  if ((await storage.kind(folder)) === 'missing') return result
  for (const id of await storage.list(folder)) {
    if (id.startsWith('.')) continue
    const path = storage.join(folder, id)
    try {
      if (await looksLikeModel(host, path)) result.models.push(await describeModel(host, path, id))
    } catch (thrown) {
      if (!(thrown instanceof PixelloomError)) throw thrown
      result.damaged.push({ id, path, reason: thrown.message, because: thrown.because })
    }
  }
  return result
}

/** One model folder at a glance. Errors as `readModelFolder`. */
export async function describeModel(host: Files, path: string, id: string): Promise<ListedModel> {
  const { storage } = host
  const document = await readModelDocument(host, path)
  const file = storage.join(path, weightsName)
  if ((await storage.kind(file)) === 'missing') {
    throw failure('models.noWeights', { path, file: weightsName }, path)
  }
  const { header, bytes } = await peekSafetensors(storage, file)
  const counts = header.entries.map(({ shape }) => shape.reduce((product, extent) => product * extent, 1))
  return {
    id,
    path,
    configuration: configurationOf(document),
    document,
    parameters: counts.reduce((sum, count) => sum + count, 0),
    bytes,
    resumable: (await checkpointSteps(host, path)).length > 0,
  }
}

async function looksLikeModel({ storage }: Files, path: string): Promise<boolean> {
  if ((await storage.kind(path)) !== 'folder') return false
  const names = await storage.list(path)
  return names.includes(documentName) || names.includes(weightsName)
}
