import { keyOf } from '../files/hashes'
import type { ModelSummary } from '../../shared/contract/entities'

/** What a model draws is cached by this name: another for other weights or another network, the same for a copy. */
export function modelKey({
  version,
  configuration,
}: Pick<ModelSummary, 'version' | 'configuration'>): string {
  const identity = JSON.stringify([version, configuration])
  return keyOf(identity)
}

/** What was found of a model's files goes by this name: another once they are written anew, and for every copy. */
export function filesKey(
  model: Pick<ModelSummary, 'version' | 'configuration' | 'path' | 'bytes' | 'updatedAt'>,
): string {
  const { path, bytes, updatedAt } = model
  const identity = JSON.stringify([modelKey(model), path, bytes, updatedAt])
  return keyOf(identity)
}
