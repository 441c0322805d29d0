import { useKernels } from '../../plans/activeKernels'
import { openKernels } from '../kernels/openKernels'
import type { KernelThreads } from '../kernels/kernelThreads'
import type { Missing } from '../missing'
import type { RuntimeOptions } from './start'

/** Kernels once started stay for the next job; they sleep while there is nothing to do. */
const kernels = new Map<string, KernelThreads>()

/** Threads that run our own kernels, started or already running. */
export async function kernelsOf(
  kind: 'native' | 'wasm',
  { threads }: RuntimeOptions,
): Promise<KernelThreads | Missing> {
  const key = `${kind} ${threads ?? ''}`
  const running = kernels.get(key)
  if (running) return running
  const opened = await openKernels(kind, { threads })
  if (!('reason' in opened)) kernels.set(key, opened)
  return opened
}

/** Ends all threads of kernels. */
export async function endKernels(): Promise<void> {
  useKernels(undefined)
  const all = [...kernels.values()]
  kernels.clear()
  await Promise.all(all.map((threads) => threads.dispose()))
}
