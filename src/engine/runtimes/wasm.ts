import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs'
import { replaceSlowKernels } from './wasmKernels'

let located = false

/**
 * Starts tfjs' WebAssembly backend from the binaries that lie in its own package, and makes it current.
 * Returns false where it can't start.
 */
export async function startWasm(): Promise<boolean> {
  if (!located) {
    // The backend takes paths only before its first start.
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
    setWasmPaths(dirname(main) + sep)
    replaceSlowKernels()
    located = true
  }
  return withoutNewListeners(() => tf.setBackend('wasm'))
}

/**
 * The backend's loader listens for the process's uncaught errors and throws them again, from inside its
 * own file. What an error does is for the host to decide, so those listeners are taken away.
 */
async function withoutNewListeners<T>(start: () => Promise<T>): Promise<T> {
  const exceptions = new Set(process.listeners('uncaughtException'))
  const rejections = new Set(process.listeners('unhandledRejection'))
  const result = await start()
  for (const listener of process.listeners('uncaughtException')) {
    if (!exceptions.has(listener)) process.off('uncaughtException', listener)
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!rejections.has(listener)) process.off('unhandledRejection', listener)
  }
  return result
}
