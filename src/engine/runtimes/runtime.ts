import * as tf from '@tensorflow/tfjs'
import { failure } from '../../shared/errors'
import { type ConcreteRuntime, concreteRuntimes, type RuntimeName } from '../../shared/runtimes'
import { useDevice } from '../plans/activeDevice'
import type { Missing } from './missing'
import { startCpu } from './start/cpu'
import { startNative } from './start/native'
import { endKernels } from './start/ownKernels'
import type { RuntimeOptions, Start, StartedRuntime } from './start/start'
import { startTensorflow } from './start/tensorflow'
import { startOwnWasm } from './start/wasm'
import { endWebgpu, startWebgpu } from './start/webgpu'

export type { StartedRuntime } from './start/start'

const runtimes: Readonly<Record<ConcreteRuntime, Start>> = {
  native: startNative,
  tensorflow: startTensorflow,
  webgpu: startWebgpu,
  wasm: startOwnWasm,
  cpu: startCpu,
}

/** Makes a runtime the one that computes, for the whole process; or tells why it can't be. */
export async function tryRuntime(
  name: ConcreteRuntime,
  options: RuntimeOptions = {},
): Promise<StartedRuntime | Missing> {
  // Production mode: no greeting, no warnings on the console.
  tf.enableProdMode()
  const started = await runtimes[name](options)
  if ('reason' in started) return started
  if (name !== 'webgpu') useDevice(undefined)
  return { ...started, name }
}

/**
 * Makes a runtime the one that computes, for the whole process, and silences tfjs: nothing is printed
 * that was not asked for. `auto` takes the first that starts: who knows which is the fastest names it.
 * `runtime-unavailable` where the named one doesn't run here.
 */
export async function selectRuntime(
  name: RuntimeName,
  options: RuntimeOptions = {},
): Promise<StartedRuntime> {
  const reasons: string[] = []
  for (const candidate of name === 'auto' ? concreteRuntimes : [name]) {
    const started = await tryRuntime(candidate, options)
    if ('reason' in started) {
      reasons.push(started.reason)
      continue
    }
    if (name !== 'auto') return started
    if (started.software) {
      reasons.push(`${candidate} has no card here`)
      continue
    }
    // What a faster runtime of our own lacks is worth a word; those of other makers were not asked for.
    const missing = candidate === 'native' ? undefined : reasons[0]
    const note = missing ? `This runs on ${candidate}, which is slower: ${missing}.` : started.note
    return { ...started, note }
  }
  if (name === 'auto') throw failure('app.noRuntime', {}, name)
  throw failure('app.runtime', { name, detail: sentence(reasons[0] ?? '').replace(/\.$/, '') }, name)
}

/** Ends all threads of kernels; a runtime that is selected later starts them anew. */
export async function stopKernels(): Promise<void> {
  endWebgpu()
  await endKernels()
}

/** A clause as a sentence. */
export function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
}
