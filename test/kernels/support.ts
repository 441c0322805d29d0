import { afterAll } from 'vitest'
import { Plan } from '../../src/engine/plans/plan'
import type { PlanShape } from '../../src/engine/plans/compile'
import type { Network } from '../../src/engine/models/network'
import type { FlatWeights } from '../../src/engine/models/weights'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'

/** Every way that kernels are compiled, where this machine can run it. */
const all = [
  ['native', 'avx512'],
  ['native', 'avx2'],
  ['native', 'baseline'],
  ['native', 'neon'],
  ['wasm', 'relaxed-simd'],
  ['wasm', 'simd'],
] as const

export interface TestedKernels {
  readonly title: string
  /** The same on so many threads; they end with the test file. */
  readonly on: (threads: number) => KernelThreads
}

/** Kernels of every instruction set that runs here, on each of these numbers of threads. */
export async function everyKernels(threads: readonly number[] = [1]): Promise<TestedKernels[]> {
  const tested: TestedKernels[] = []
  const opened: KernelThreads[] = []
  for (const [kind, instructionSet] of all) {
    const byThreads = new Map<number, KernelThreads>()
    for (const count of threads) {
      const kernels = await openKernels(kind, { threads: count, instructionSet })
      if ('reason' in kernels) continue
      byThreads.set(count, kernels)
      opened.push(kernels)
    }
    if (byThreads.size === 0) continue
    const on = (count: number): KernelThreads => {
      const found = byThreads.get(count)
      if (!found) throw new Error(`not opened on ${count} threads`)
      return found
    }
    tested.push({ title: `${kind} ${instructionSet}`, on })
  }
  afterAll(() => Promise.all(opened.map((kernels) => kernels.dispose())))
  return tested
}

/** What a plan makes of images: their nats, and with `train` the gradient of their mean. */
export function planned(
  kernels: KernelThreads,
  network: Network,
  weights: FlatWeights,
  pixels: Uint8Array,
  { count, unknown, ...shape }: PlanShape & { count?: number; unknown?: Uint8Array | undefined },
): { nats: Float32Array; gradients: Float32Array; norm: number } {
  const plan = new Plan(kernels, network, shape)
  try {
    plan.setWeights(weights)
    const nats = plan.run(pixels, count ?? shape.batch, unknown)
    const norm = shape.train ? plan.sumGradients() : 0
    return { nats, gradients: plan.gradients.slice(), norm }
  } finally {
    plan.dispose()
  }
}
