import type { Engine } from '../../engine/hosts/channel'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import { PixelloomError } from '../../shared/errors'
import type { JobResult } from '../../shared/jobs'

type ResultOf<K extends JobResult['kind']> = Extract<JobResult, { kind: K }>

/** Asks the engine what takes a moment and that nobody would want to see in a list of jobs. */
export async function ask<K extends JobResult['kind']>(
  engine: Engine,
  kind: K,
  specification: JobSpecificationInput & { readonly kind: K },
): Promise<ResultOf<K>> {
  const outcome = await engine.run(specification, { event: () => undefined }).finished
  if (outcome.state === 'failed') throw PixelloomError.from(outcome.error)
  if (outcome.state === 'cancelled') throw new PixelloomError('cancelled', 'Cancelled.')
  if (outcome.result.kind !== kind)
    throw new PixelloomError('internal', `The engine answered ${outcome.result.kind} to ${kind}.`)
  return outcome.result as ResultOf<K>
}
