import { createHash } from 'node:crypto'
import type { ModelSummary } from '../../shared/contract/entities'

/** What is cached of a model goes by this name: another for other weights or another network, the same for a copy. */
export function modelKey({
  version,
  configuration,
}: Pick<ModelSummary, 'version' | 'configuration'>): string {
  const identity = JSON.stringify([version, configuration])
  return createHash('sha256').update(identity).digest('hex').slice(0, 32)
}
