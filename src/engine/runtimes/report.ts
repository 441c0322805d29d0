import * as tf from '@tensorflow/tfjs'
import { say } from '../../shared/reasons'
import type { ConcreteRuntime, RuntimeReport } from '../../shared/runtimes'
import { activeDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import { productSpeed } from '../plans/productSpeed'
import { sentence, tryRuntime } from './runtime'

/** Sides of the square matrices to multiply: plain JavaScript would take too long on large ones. */
const sides: Partial<Record<ConcreteRuntime, number>> = { cpu: 96 }
const usualSide = 384
const shortestMilliseconds = 60

/**
 * Starts a runtime and tells what it is and how fast it multiplies matrices, or why it doesn't run here. It is the
 * current one afterwards.
 */
export async function reportRuntime(name: ConcreteRuntime): Promise<RuntimeReport> {
  const started = await tryRuntime(name)
  if ('reason' in started) {
    const { reason, because } = started
    return { name, available: false, description: sentence(reason), because }
  }
  const { description, note, software } = started
  const told = { name, available: true, description: [description, note].filter(Boolean).join('. ') }
  // What imitates a card takes minutes for what a card does at once.
  if (software) {
    const { text: unmeasured, because } = say('runtimes.imitation', {})
    return { ...told, software, unmeasured, because }
  }
  // Products alone are none of its kernels: what the standard model takes tells its speed.
  if (activeDevice()) return told
  const kernels = activeKernels()
  const gigaflops = kernels ? productSpeed(kernels) : await measure(sides[name] ?? usualSide)
  return { ...told, gigaflops }
}

/** GFLOP/s of products of square matrices on the current runtime. */
async function measure(side: number): Promise<number> {
  const a = tf.ones([side, side])
  const product = async (): Promise<void> => {
    const result = tf.matMul(a, a)
    // Reading one number makes sure that the product is finished, also on a card.
    const corner = result.slice([0, 0], [1, 1])
    await corner.data()
    tf.dispose([result, corner])
  }
  await product()
  const begin = performance.now()
  let products = 0
  let elapsed = 0
  while (elapsed < shortestMilliseconds) {
    await product()
    products++
    elapsed = performance.now() - begin
  }
  a.dispose()
  return (2 * side ** 3 * products) / elapsed / 1e6
}
