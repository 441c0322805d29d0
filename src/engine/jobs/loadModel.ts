import type { Host } from '../host'
import { createNetwork } from '../models/createNetwork'
import type { Network } from '../models/network'
import { checkWeights, disposeTensors, toTensors } from '../models/weights'
import { readModelFolder, type StoredModel } from '../storage/modelFolder'

/** A model ready to compute: its tensors live until `dispose`. */
export interface LoadedModel {
  readonly stored: StoredModel
  readonly network: Network
  readonly weights: ReturnType<typeof toTensors>
  dispose(): void
}

/** Reads a model folder onto the current runtime. `not-found`, `model-damaged`, `unsupported`. */
export async function loadModel(host: Host, path: string): Promise<LoadedModel> {
  const stored = await readModelFolder(host, path)
  const network = createNetwork(stored.configuration)
  const weights = toTensors(network, checkWeights(network, stored.weights))
  return { stored, network, weights, dispose: () => disposeTensors(weights) }
}

/** The same for the time of one use. */
export async function withModel<T>(
  host: Host,
  path: string,
  use: (model: LoadedModel) => Promise<T>,
): Promise<T> {
  const model = await loadModel(host, path)
  try {
    return await use(model)
  } finally {
    model.dispose()
  }
}
