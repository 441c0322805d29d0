import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { RuntimeName } from '../../shared/runtimes'
import { startWasm } from './wasm'

/** A runtime by its own name: `auto` is a wish, not a runtime. */
export type ConcreteRuntime = Exclude<RuntimeName, 'auto'>

interface Runtime {
  /** What it is, in words for a person. */
  readonly description: string
  /** Makes it tfjs' current backend; false where it can't start here. Absent in a version without it. */
  readonly start?: () => Promise<boolean>
}

/** Every runtime, the fastest first: the order in which `auto` tries them. */
export const runtimes: Readonly<Record<ConcreteRuntime, Runtime>> = {
  native: { description: 'Kernels of our own as an addon: not in this version. Use wasm.' },
  tensorflow: {
    description: 'TensorFlow on the processor or an NVIDIA card: not in this version. Use wasm.',
  },
  webgpu: { description: 'Any graphics card through WebGPU: not in this version. Use wasm.' },
  wasm: {
    description: "WebAssembly with SIMD, TensorFlow.js' own kernels, one thread",
    start: startWasm,
  },
  cpu: {
    description: 'Plain JavaScript: slow, runs everywhere, for comparison',
    start: () => tf.setBackend('cpu'),
  },
}

/** Names of all runtimes, the fastest first. */
export const concreteRuntimes = Object.keys(runtimes) as ConcreteRuntime[]

/**
 * Makes a runtime the one that computes, for the whole process, and silences tfjs: nothing is printed
 * that was not asked for. `auto` takes the first that starts. `runtime-unavailable` where the named one
 * doesn't run here.
 */
export async function selectRuntime(
  name: RuntimeName,
): Promise<{ name: ConcreteRuntime; description: string }> {
  // Production mode: no greeting, no warnings on the console.
  tf.enableProdMode()
  const candidates = name === 'auto' ? concreteRuntimes : [name]
  for (const candidate of candidates) {
    const { description, start } = runtimes[candidate]
    if (start && (await start())) return { name: candidate, description }
  }
  const why = name === 'auto' ? 'No runtime starts on this machine.' : runtimes[name].description
  throw new PixelloomError('runtime-unavailable', `${why} Choose another with --runtime.`, name)
}
