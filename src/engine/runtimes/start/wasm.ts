import { useKernels } from '../../plans/activeKernels'
import { describeKernels } from '../kernels/openKernels'
import { missing } from '../missing'
import { startWasm } from '../wasm'
import { kernelsOf } from './ownKernels'
import type { Start } from './start'

/** What 32 bits can tell apart. */
const memoryLimit = 2 ** 32

/** Kernels of our own in WebAssembly; where they were not compiled, tfjs' alone, which says so. */
export const startOwnWasm: Start = async (options) => {
  const own = await kernelsOf('wasm', options)
  if (!(await startWasm())) return missing('runtimes.noWasm', {})
  if ('reason' in own) {
    useKernels(undefined)
    const note = `WebAssembly runs without kernels of our own, which is slower: ${own.reason}.`
    return {
      description: "WebAssembly with TensorFlow.js' own kernels, one thread",
      threads: 1,
      memoryLimit,
      note,
    }
  }
  useKernels(own)
  const description = `Kernels of our own in WebAssembly: ${describeKernels(own)}`
  return { description, threads: own.threads, memoryLimit }
}
