import { createRequire } from 'node:module'
import { join } from 'node:path'
import util from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { registerTensorflowOps } from './ops'
import { addonPath, manifestName, sharedTfjs } from './manifest'

/** What the package's backend tells about itself. */
export interface TensorflowBackend extends tf.KernelBackend {
  readonly isUsingGpuDevice: boolean
}

type BackendClass = new (addon: unknown, packageName: string) => TensorflowBackend

const backendName = 'tensorflow'
let registered: string | undefined

/**
 * Loads the addon and the kernels of an installed folder into this process and registers them with the tfjs
 * that the engine uses. Throws what the system's loader says. A process keeps the folder that it loaded
 * first: an addon can't be unloaded.
 */
export function registerBackend(folder: string): void {
  if (registered !== undefined) return
  // Gone from Node 23 on; the package still asks for them.
  const lacking = util as unknown as Record<string, unknown>
  lacking['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  lacking['isArray'] ??= Array.isArray
  const global_ = globalThis as Record<symbol, unknown>
  global_[Symbol.for(sharedTfjs)] = tf
  const load = createRequire(join(folder, manifestName))
  const addon: unknown = load(join(folder, ...addonPath))
  load('@tensorflow/tfjs-node/dist/register_all_kernels')
  const { NodeJSKernelBackend } = load('@tensorflow/tfjs-node/dist/nodejs_kernel_backend') as {
    NodeJSKernelBackend: BackendClass
  }
  tf.registerBackend(backendName, () => new NodeJSKernelBackend(addon, '@tensorflow/tfjs-node'))
  registerTensorflowOps(backendName)
  registered = folder
}

/** Makes it the one that tfjs computes with; undefined where TensorFlow can't start. */
export async function useBackend(): Promise<TensorflowBackend | undefined> {
  if (!(await tf.setBackend(backendName))) return undefined
  return tf.backend() as TensorflowBackend
}
