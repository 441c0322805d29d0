import type { SkippedFile } from '../../shared/jobs'
import { failure, PixelloomError } from '../../shared/errors'
import type { Host } from '../host'
import { decodeState, encodeState } from './checkpointState'
import { weightsName } from './modelFolder'
import { peekSafetensors } from './peekSafetensors'
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors'

/** All that training needs to go on as though it had never stopped. */
export interface Checkpoint {
  readonly step: number
  readonly weights: ReadonlyMap<string, StoredTensor>
  readonly optimizer: ReadonlyMap<string, StoredTensor>
  /** Data order, random state, best so far: JSON values of the trainer's own. */
  readonly state: Readonly<Record<string, unknown>>
}

/** Which checkpoints stay when a new one is written. */
export interface Retention {
  /** The last so many. */
  readonly keep?: number
  /** Step of the best one, which stays for as long as it is the best. */
  readonly best?: number | undefined
}

export const checkpointsName = 'checkpoints'
const optimizerName = 'optimizer.safetensors'
const stateName = 'state.json'

type Files = Pick<Host, 'storage'>

/**
 * Writes `checkpoints/<step>/`: into a folder of another name first, renamed when all is on disk, so that a
 * crash leaves the older checkpoints and nothing that looks like one. Then removes all but the last `keep` and
 * that of the step `best`; a damaged one is never removed. Returns its path. `disk`, with nothing half-written left.
 */
export async function saveCheckpoint(
  { storage }: Files,
  modelPath: string,
  checkpoint: Checkpoint,
  { keep = 2, best }: Retention = {},
): Promise<string> {
  const root = storage.join(modelPath, checkpointsName)
  const path = storage.join(root, String(checkpoint.step))
  const temporary = storage.join(root, `.${checkpoint.step}.saving`)
  await storage.makeFolder(root)
  await removeLeftovers(storage, root)
  await storage.makeFolder(temporary)
  const write = (name: string, bytes: Uint8Array): Promise<void> =>
    storage.write(storage.join(temporary, name), bytes)
  try {
    await write(weightsName, await encodeSafetensors(checkpoint.weights))
    await write(optimizerName, await encodeSafetensors(checkpoint.optimizer))
    await write(stateName, await encodeState(checkpoint.step, checkpoint.state))
  } catch (thrown) {
    // On a full disk what was written so far only takes the room that something else needs.
    await storage.remove(temporary).catch(() => 'the next checkpoint removes it')
    throw thrown
  }
  const replaced = await makeWay(storage, root, checkpoint.step)
  await storage.rename(temporary, path)
  if (replaced !== undefined) await storage.remove(replaced)
  await prune(storage, root, { keep, best })
  return path
}

/** Steps of the checkpoints of a model folder, newest first. Whether they are whole is not looked at. */
export async function checkpointSteps({ storage }: Files, modelPath: string): Promise<number[]> {
  const root = storage.join(modelPath, checkpointsName)
  if ((await storage.kind(root)) !== 'folder') return []
  const names = await storage.list(root)
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a)
}

/** The newest whole checkpoint, if any, and the newer ones that are damaged, each with its reason. */
export async function latestCheckpoint(
  host: Files,
  modelPath: string,
): Promise<{ checkpoint: Checkpoint | undefined; damaged: SkippedFile[] }> {
  const { storage } = host
  const damaged: SkippedFile[] = []
  for (const step of await checkpointSteps(host, modelPath)) {
    const path = storage.join(modelPath, checkpointsName, String(step))
    try {
      return { checkpoint: await readCheckpoint(storage, path), damaged }
    } catch (thrown) {
      if (!(thrown instanceof PixelloomError)) throw thrown
      damaged.push({ path, reason: thrown.message, because: thrown.because })
    }
  }
  return { checkpoint: undefined, damaged }
}

/** What a checkpoint's trainer wrote of where it was, its arrays left alone; undefined where it is damaged or gone. */
export async function checkpointStateAt(
  { storage }: Files,
  modelPath: string,
  step: number,
): Promise<Record<string, unknown> | undefined> {
  const file = storage.join(modelPath, checkpointsName, String(step), stateName)
  try {
    return (await decodeState(await storage.read(file), file)).state
  } catch (thrown) {
    if (thrown instanceof PixelloomError) return undefined
    throw thrown
  }
}

/** The checkpoint of a step. `not-found`, `model-damaged`. */
export async function checkpointAt({ storage }: Files, modelPath: string, step: number): Promise<Checkpoint> {
  const path = storage.join(modelPath, checkpointsName, String(step))
  if ((await storage.kind(path)) === 'folder') return readCheckpoint(storage, path)
  throw failure('training.checkpointGone', { path: modelPath, step }, modelPath)
}

async function readCheckpoint(storage: Host['storage'], path: string): Promise<Checkpoint> {
  const file = (name: string): string => storage.join(path, name)
  const { step, state } = await decodeState(await storage.read(file(stateName)), file(stateName))
  const weights = await decodeSafetensors(await storage.read(file(weightsName)), file(weightsName))
  const optimizer = await decodeSafetensors(await storage.read(file(optimizerName)), file(optimizerName))
  return { step, weights: weights.tensors, optimizer: optimizer.tensors, state }
}

/** Of writing that broke off. */
async function removeLeftovers(storage: Host['storage'], root: string): Promise<void> {
  for (const name of await storage.list(root)) {
    if (/^\.\d+\.(saving|replaced)$/.test(name)) await storage.remove(storage.join(root, name))
  }
}

/**
 * Moves a checkpoint of the same step aside: a damaged one for good, one that is whole until the new one is
 * in its place; the path of the latter is returned.
 */
async function makeWay(storage: Host['storage'], root: string, step: number): Promise<string | undefined> {
  const path = storage.join(root, String(step))
  if ((await storage.kind(path)) === 'missing') return undefined
  if (await succeeds(readCheckpoint(storage, path))) {
    const replaced = storage.join(root, `.${step}.replaced`)
    await storage.rename(path, replaced)
    return replaced
  }
  let aside = `${path}.damaged`
  for (let n = 2; (await storage.kind(aside)) !== 'missing'; n++) aside = `${path}.damaged-${n}`
  await storage.rename(path, aside)
  return undefined
}

async function prune(
  storage: Host['storage'],
  root: string,
  { keep, best }: Required<Pick<Retention, 'keep'>> & Retention,
): Promise<void> {
  const steps = (await storage.list(root)).filter((name) => /^\d+$/.test(name)).map(Number)
  let kept = 0
  for (const step of steps.sort((a, b) => b - a)) {
    const path = storage.join(root, String(step))
    const whole = await succeeds(peekCheckpoint(storage, path))
    if (whole && ++kept > keep && step !== best) await storage.remove(path)
  }
}

/** Fails where a look at headers and lengths shows damage; contents are not read. */
async function peekCheckpoint(storage: Host['storage'], path: string): Promise<void> {
  const file = (name: string): string => storage.join(path, name)
  await decodeState(await storage.read(file(stateName)), file(stateName))
  await peekSafetensors(storage, file(weightsName))
  await peekSafetensors(storage, file(optimizerName))
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (thrown) {
    if (thrown instanceof PixelloomError) return false
    throw thrown
  }
}
