import { failure } from '../../shared/errors'
import { modelConfigurationSchema, type ModelConfiguration } from '../../shared/model/configuration'
import type { Host } from '../host'
import { checksum } from './checksum'
import { modelVersion, parseModelDocument, type ModelDocument, type TrainingRecord } from './modelDocument'
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors'

export const documentName = 'model.json'
export const weightsName = 'weights.safetensors'

export interface StoredModel {
  readonly configuration: ModelConfiguration
  readonly weights: ReadonlyMap<string, StoredTensor>
  /** The whole of `model.json`, keys of others included. */
  readonly document: ModelDocument
}

/** What a model folder is to hold. What is left out stays as it is in the folder. */
export interface ModelContents {
  readonly configuration: ModelConfiguration
  readonly weights: ReadonlyMap<string, StoredTensor>
  readonly name?: string
  readonly training?: TrainingRecord
  readonly conditionerTraining?: TrainingRecord
}

type Files = Pick<Host, 'storage'>

/**
 * The configuration and weights of a model folder; one with nothing but a plain `model.json` and
 * `weights.safetensors` (models.md, "Parameters on disk") opens too. Whether the tensors are those that the
 * configuration calls for is the network's to say. Errors: `not-found`, `unreadable`, `model-damaged`,
 * `unsupported`.
 */
export async function readModelFolder({ storage }: Files, path: string): Promise<StoredModel> {
  const document = await readModelDocument({ storage }, path)
  const file = storage.join(path, weightsName)
  if ((await storage.kind(file)) === 'missing') {
    throw failure('models.noWeights', { path, file: weightsName }, path)
  }
  const bytes = await storage.read(file)
  const { tensors, metadata } = await decodeSafetensors(bytes, file)
  // Weights that state a checksum of their own have just been found whole. They are replaced before
  // model.json is, so after a crash that one may still name their forerunners; only for weights from
  // elsewhere does it decide.
  const vouched = metadata['checksum']?.startsWith('sha256:')
  if (!vouched && document.checksum?.startsWith('sha256:') && document.checksum !== (await checksum(bytes))) {
    throw failure('models.checksum', { file, document: documentName }, path)
  }
  return { configuration: configurationOf(document), weights: tensors, document }
}

/** `model.json` alone. Errors: `not-found`, `unreadable`, `model-damaged`, `unsupported`. */
export async function readModelDocument({ storage }: Files, path: string): Promise<ModelDocument> {
  const kind = await storage.kind(path)
  const file = storage.join(path, documentName)
  if (kind !== 'folder' || (await storage.kind(file)) === 'missing') {
    if (kind === 'missing') throw failure('models.missing', { path }, path)
    throw failure('models.noFolder', { path, file: documentName }, path)
  }
  return parseModelDocument(new TextDecoder().decode(await storage.read(file)), file)
}

export function configurationOf(document: ModelDocument): ModelConfiguration {
  return modelConfigurationSchema.parse(document)
}

/**
 * Writes weights, then `model.json`, each at once or not at all, so that the folder is a whole model at any
 * moment; keys of `model.json` that are not known here are kept. Makes the folder. `disk`.
 */
export async function writeModelFolder(
  host: Files,
  path: string,
  contents: ModelContents,
): Promise<ModelDocument> {
  const { storage } = host
  await storage.makeFolder(path)
  const hasDocument = (await storage.kind(storage.join(path, documentName))) !== 'missing'
  const before = hasDocument ? await readModelDocument(host, path) : {}
  const weights = await encodeSafetensors(contents.weights)
  const document: ModelDocument = {
    ...before,
    version: modelVersion,
    ...(contents.name !== undefined && { name: contents.name }),
    ...contents.configuration,
    ...(contents.training && { training: contents.training }),
    ...(contents.conditionerTraining && { conditionerTraining: contents.conditionerTraining }),
    checksum: await checksum(weights),
  }
  await storage.write(storage.join(path, weightsName), weights)
  await writeModelDocument(host, path, document)
  return document
}

/** Replaces `model.json` alone: for a new name, or a record of training that went on. */
export async function writeModelDocument(
  { storage }: Files,
  path: string,
  document: ModelDocument,
): Promise<void> {
  const text = `${JSON.stringify(document, undefined, 2)}\n`
  await storage.write(storage.join(path, documentName), new TextEncoder().encode(text))
}
