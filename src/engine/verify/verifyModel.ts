import { PixelloomError } from '../../shared/errors'
import type { ModelCheck } from '../../shared/jobs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Host } from '../host'
import { createNetwork } from '../models/createNetwork'
import type { Network } from '../models/network'
import { disposeTensors, toTensors } from '../models/weights'
import { readModelFolder, type StoredModel } from '../storage/modelFolder'
import { checkDrawing, checkNoLeak, checkReach, checkSum, type Subject } from './behaviourChecks'
import { checkIncremental } from './incrementalCheck'
import { checkFinite, checkMasks, checkParameters } from './parameterChecks'

export interface VerifyOptions {
  /** Told each check as it is done. */
  readonly onCheck?: (check: ModelCheck, done: number, total: number) => void
  /** Awaited often, so that the process can listen; it ends the checks by throwing. */
  readonly breathe?: () => Promise<void>
  /** The network to look at, where it isn't the engine's own. */
  readonly networkOf?: (configuration: ModelConfiguration) => Network
}

type Behaviour = Exclude<ModelCheck['name'], 'files' | 'parameters' | 'finite' | 'masks'>

const behaviours: readonly Behaviour[] = ['no-leak', 'reach', 'sums-to-one', 'drawing', 'incremental']
const total = 4 + behaviours.length

/**
 * Looks at a model folder, from here or elsewhere: that its files are whole, its parameters as configured,
 * finite and zero where masked; and that the network with these very weights (masked entries are not made zero
 * first) leaks nothing, reaches what it should (models.md, "How far each model sees"), sums to one, and draws
 * what it says. One sentence a check. `not-found` where there is no model, `unsupported` for one that this
 * version can't compute.
 */
export async function verifyModel(
  host: Pick<Host, 'storage'>,
  folder: string,
  options: VerifyOptions = {},
): Promise<ModelCheck[]> {
  const { networkOf = createNetwork, breathe = () => Promise.resolve() } = options
  const checks: ModelCheck[] = []
  const tell = (check: ModelCheck): ModelCheck => {
    checks.push(check)
    options.onCheck?.(check, checks.length, total)
    return check
  }
  const skip = (names: readonly ModelCheck['name'][], reason: string): void => {
    for (const name of names) tell({ name, state: 'skipped', sentence: reason })
  }

  const stored = await readWhole(host, folder)
  if ('state' in stored) {
    tell(stored)
    skip(['parameters', 'finite', 'masks', ...behaviours], 'The files have to be whole first.')
    return checks
  }
  tell({ name: 'files', state: 'passed', sentence: 'model.json and weights.safetensors are whole.' })
  const network = networkOf(stored.configuration)
  if (tell(checkParameters(network, stored.weights)).state === 'failed') {
    skip(['finite', 'masks', ...behaviours], 'The parameters have to fit first.')
    return checks
  }
  const finite = tell(checkFinite(network, stored.weights))
  tell(checkMasks(network, stored.weights))
  if (finite.state === 'failed') {
    skip(behaviours, 'All weights have to be numbers first.')
    return checks
  }

  const flat = new Map(network.parameters.map(({ name }) => [name, dataOf(stored, name)]))
  const weights = toTensors(network, flat)
  const subject: Subject = { network, weights, flat, breathe }
  const look: Record<Behaviour, () => Promise<ModelCheck>> = {
    'no-leak': () => checkNoLeak(subject),
    reach: () => checkReach(stored.configuration, networkOf, breathe),
    'sums-to-one': () => checkSum(subject),
    drawing: () => checkDrawing(subject),
    incremental: () => checkIncremental(subject),
  }
  try {
    for (const name of behaviours) tell(await look[name]())
  } finally {
    disposeTensors(weights)
  }
  return checks
}

async function readWhole(host: Pick<Host, 'storage'>, folder: string): Promise<StoredModel | ModelCheck> {
  try {
    return await readModelFolder(host, folder)
  } catch (thrown) {
    if (!(thrown instanceof PixelloomError) || thrown.code !== 'model-damaged') throw thrown
    const { message, subject } = thrown
    return { name: 'files', state: 'failed', sentence: message, ...(subject && { subject }) }
  }
}

function dataOf({ weights }: StoredModel, name: string): Float32Array {
  return weights.get(name)?.data ?? new Float32Array()
}
