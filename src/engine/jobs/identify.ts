import { hexadecimal } from '../../shared/hexadecimal'
import { modelHash } from '../codec/modelHash'
import { createNetwork } from '../models/createNetwork'
import { checkWeights } from '../models/weights'
import type { IdentifySpecification } from '../protocol/specifications'
import { readModelFolder } from '../storage/modelFolder'
import type { JobContext, JobEnd } from './context'

/** What tells models apart, of each: what a recipe names its model by. None for one that can't be read. */
export async function runIdentification(
  { host, gate }: JobContext,
  { models }: IdentifySpecification,
): Promise<JobEnd> {
  const hashes: (string | null)[] = []
  for (const path of models) {
    await gate.pass()
    if (gate.signal.aborted) return { cancelled: true }
    try {
      const { configuration, weights } = await readModelFolder(host, path)
      const network = createNetwork(configuration)
      const flat = checkWeights(network, weights)
      hashes.push(hexadecimal(await modelHash(network.configuration, network.parameters, flat)))
    } catch {
      // A damaged model among others: it is named where models are listed, and is none that is looked for.
      hashes.push(null)
    }
  }
  return { cancelled: false, result: { kind: 'identify', hashes } }
}
