import { afterAll } from 'vitest'
import { useKernels } from '../../src/engine/plans/activeKernels'
import { Plan } from '../../src/engine/plans/plan'
import type { PlanShape } from '../../src/engine/plans/compile'
import type { Network } from '../../src/engine/models/network'
import type { FlatWeights } from '../../src/engine/models/weights'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'
import { startWasm } from '../../src/engine/runtimes/wasm'

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

const opened = new Map<string, Awaited<ReturnType<typeof openKernels>>>()

/** Kernels are opened once for all suites of a test file: it takes seconds to start them all. */
async function openOnce(
  kind: (typeof all)[number][0],
  instructionSet: (typeof all)[number][1],
  threads: number,
): Promise<KernelThreads | undefined> {
  const key = `${kind} ${instructionSet} ${threads}`
  const kernels = opened.get(key) ?? (await openKernels(kind, { threads, instructionSet }))
  opened.set(key, kernels)
  return 'reason' in kernels ? undefined : kernels
}

afterAll(async () => {
  for (const kernels of opened.values()) if (!('reason' in kernels)) await kernels.dispose()
})

/** Kernels of every instruction set that runs here, on each of these numbers of threads. */
export async function everyKernels(threads: readonly number[] = [1]): Promise<TestedKernels[]> {
  const tested: TestedKernels[] = []
  for (const [kind, instructionSet] of all) {
    const byThreads = new Map<number, KernelThreads>()
    for (const count of threads) {
      const kernels = await openOnce(kind, instructionSet, count)
      if (kernels) byThreads.set(count, kernels)
    }
    if (byThreads.size === 0) continue
    const on = (count: number): KernelThreads => {
      const found = byThreads.get(count)
      if (!found) throw new Error(`not opened on ${count} threads`)
      return found
    }
    tested.push({ title: `${kind} ${instructionSet}`, on })
  }
  return tested
}

/**
 * Makes tfjs compute the composed operations, the naive form that plans are compared with: in its WebAssembly, since its
 * plain JavaScript takes a minute where that takes seconds. Of ours is in it only how it copies (`replaceSlowKernels`).
 */
export async function composeWithTfjs(): Promise<void> {
  if (!(await startWasm())) throw new Error('tfjs has no WebAssembly here')
  useKernels(undefined)
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
