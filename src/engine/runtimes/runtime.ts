import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { RuntimeName } from '../../shared/runtimes'
import { useDevice } from '../plans/activeDevice'
import { startCpu } from './start/cpu'
import { startNative } from './start/native'
import { endKernels } from './start/ownKernels'
import type { ConcreteRuntime, RuntimeOptions, Start, StartedRuntime } from './start/start'
import { startTensorflow } from './start/tensorflow'
import { startOwnWasm } from './start/wasm'
import { endWebgpu, startWebgpu } from './start/webgpu'

export type { ConcreteRuntime, RuntimeOptions, StartedRuntime } from './start/start'

/** Every runtime, the fastest first: the order in which `auto` tries them. */
const runtimes: Readonly<Record<ConcreteRuntime, Start>> = {
  native: startNative,
  tensorflow: startTensorflow,
  webgpu: startWebgpu,
  wasm: startOwnWasm,
  cpu: startCpu,
}

/** Names of all runtimes, the fastest first. */
export const concreteRuntimes = Object.keys(runtimes) as ConcreteRuntime[]

let current: { runtime: StartedRuntime; asked: RuntimeOptions } | undefined

/** The runtime that computes now, and what it was asked for. */
export function currentRuntime(): { runtime: StartedRuntime; asked: RuntimeOptions } | undefined {
  return current
}

/**
 * Makes a runtime the one that computes, for the whole process, and silences tfjs: nothing is printed
 * that was not asked for. `auto` takes the first that starts. `runtime-unavailable` where the named one
 * doesn't run here.
 */
export async function selectRuntime(
  name: RuntimeName,
  options: RuntimeOptions = {},
): Promise<StartedRuntime> {
  // Production mode: no greeting, no warnings on the console.
  tf.enableProdMode()
  const reasons: string[] = []
  for (const candidate of name === 'auto' ? concreteRuntimes : [name]) {
    const started = await runtimes[candidate](options)
    if ('reason' in started) {
      reasons.push(started.reason)
      continue
    }
    // What a faster runtime of our own lacks is worth a word; those of other makers were not asked for.
    const missing = name === 'auto' && candidate !== 'native' ? reasons[0] : undefined
    const note = missing ? `This runs on ${candidate}, which is slower: ${missing}.` : started.note
    const runtime: StartedRuntime = { ...started, name: candidate, note }
    if (candidate !== 'webgpu') useDevice(undefined)
    current = { runtime, asked: options }
    return runtime
  }
  const why = name === 'auto' ? 'No runtime starts on this machine' : capitalised(reasons[0] ?? '')
  throw new PixelloomError('runtime-unavailable', `${why}. Choose another with --runtime.`, name)
}

/** Ends all threads of kernels; a runtime that is selected later starts them anew. */
export async function stopKernels(): Promise<void> {
  current = undefined
  endWebgpu()
  await endKernels()
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
