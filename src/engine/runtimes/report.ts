import * as tf from '@tensorflow/tfjs'
import { toErrorValue } from '../../shared/errors'
import type { RuntimeReport } from '../../shared/runtimes'
import { type ConcreteRuntime, concreteRuntimes, runtimes, selectRuntime } from './runtime'

/** Sides of the square matrices to multiply: plain JavaScript would take too long on large ones. */
const sides: Partial<Record<ConcreteRuntime, number>> = { cpu: 96 }
const usualSide = 384
const shortestMilliseconds = 60

/**
 * What this machine can run, and how fast each multiplies matrices, on one thread. Starts every runtime
 * in turn and leaves the one that was current before.
 */
export async function reportRuntimes(): Promise<RuntimeReport[]> {
  const before = tf.getBackend()
  const reports: RuntimeReport[] = []
  for (const name of concreteRuntimes) reports.push(await report(name))
  if (before) await tf.setBackend(before)
  return reports
}

async function report(name: ConcreteRuntime): Promise<RuntimeReport> {
  if (!runtimes[name].start) return { name, available: false, description: runtimes[name].description }
  try {
    const { description } = await selectRuntime(name)
    return { name, available: true, description, gigaflops: await measure(sides[name] ?? usualSide) }
  } catch (thrown) {
    return { name, available: false, description: toErrorValue(thrown).message }
  }
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
