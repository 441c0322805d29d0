import { availableParallelism } from 'node:os'
import { useKernels } from '../../plans/activeKernels'
import { missing } from '../missing'
import { registerBackend, useBackend } from '../tensorflow/backend'
import { freeCardMemory, nvidiaCards } from '../tensorflow/card'
import { explainLoading } from '../tensorflow/explain'
import { installedHere } from '../tensorflow/installed'
import type { Start } from './start'

/** Threads that TensorFlow computes with, fixed when a process first loads it. */
let threadsOfProcess: number | undefined

/** TensorFlow's own library through tfjs-node: an NVIDIA card, or the processor. */
export const startTensorflow: Start = async (options) => {
  const installed = installedHere()
  if (!installed) return missing('runtimes.noTensorflow', {})
  const { folder, manifest } = installed
  if (manifest.platform !== process.platform || manifest.arch !== process.arch) {
    return missing('runtimes.tensorflowElsewhere', { machine: `${manifest.platform} ${manifest.arch}` })
  }
  threadsOfProcess ??= prepare(options.threads)
  try {
    registerBackend(folder)
  } catch (thrown) {
    return explainLoading(thrown instanceof Error ? thrown.message : String(thrown))
  }
  const backend = await useBackend()
  if (!backend) return missing('runtimes.tensorflowSilent', {})
  useKernels(undefined)
  const threads = backend.isUsingGpuDevice ? 1 : threadsOfProcess
  const [card] = nvidiaCards()
  const onCard = `on ${card ?? 'an NVIDIA card'}`
  const onProcessor = `on the processor, ${threads === 1 ? 'one thread' : `${threads} threads`}`
  return {
    description: `TensorFlow ${manifest.tensorflow} ${backend.isUsingGpuDevice ? onCard : onProcessor}`,
    threads,
    ...(backend.isUsingGpuDevice && { freeCardMemory }),
    ...(card &&
      !backend.isUsingGpuDevice && {
        note: `TensorFlow doesn't use the ${card}. \`pixelloom doctor\` says why.`,
      }),
  }
}

/** Says how TensorFlow is to run; it reads this once, when it is loaded. Returns its threads. */
function prepare(threads = availableParallelism()): number {
  const { env } = process
  // All it has to say goes to standard error; whoever wants to hear it asks before.
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '3'
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
  env['TF_NUM_INTRAOP_THREADS'] = String(threads)
  env['TF_NUM_INTEROP_THREADS'] = '1'
  return threads
}
