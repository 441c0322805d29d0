import type { ModelConfiguration } from '../../shared/model/configuration'
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
  /** Whether it was trained on its images in all orientations. */
  readonly oriented: boolean
  dispose(): void
}

/** The last network and the configuration that it was made from. */
let last: { readonly key: string; readonly network: Network } | undefined

/**
 * A network by its configuration: the same one as the last time where that is the same, so that what was planned
 * for it need not be planned again when the next job takes the same model.
 */
function networkOf(configuration: ModelConfiguration): Network {
  const key = JSON.stringify(configuration)
  if (last?.key !== key) last = { key, network: createNetwork(configuration) }
  return last.network
}

/** Reads a model folder onto the current runtime. `not-found`, `model-damaged`, `unsupported`. */
export async function loadModel(host: Host, path: string): Promise<LoadedModel> {
  const stored = await readModelFolder(host, path)
  const network = networkOf(stored.configuration)
  const weights = toTensors(network, checkWeights(network, stored.weights))
  const oriented = stored.document.training?.orient ?? false
  return { stored, network, weights, oriented, dispose: () => disposeTensors(weights) }
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
