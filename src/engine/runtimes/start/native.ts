import { useKernels } from '../../plans/activeKernels'
import { describeKernels } from '../kernels/openKernels'
import { nativeMemoryLimit } from '../kernels/nativeLibrary'
import { missing } from '../missing'
import { startWasm } from '../wasm'
import { kernelsOf } from './ownKernels'
import type { Start } from './start'

/** Kernels of our own as an addon. What is no plan, tfjs' own WebAssembly computes. */
export const startNative: Start = async (options) => {
  const own = await kernelsOf('native', options)
  if ('reason' in own) return own
  if (!(await startWasm())) return missing('runtimes.noWasm', {})
  useKernels(own)
  return {
    description: `Kernels of our own: ${describeKernels(own)}`,
    threads: own.threads,
    memoryLimit: nativeMemoryLimit,
  }
}
