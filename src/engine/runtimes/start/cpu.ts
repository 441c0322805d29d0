import * as tf from '@tensorflow/tfjs'
import { useKernels } from '../../plans/activeKernels'
import type { Start } from './start'

/** tfjs in plain JavaScript: what every other runtime is compared with. */
export const startCpu: Start = async () => {
  if (!(await tf.setBackend('cpu'))) return { reason: "TensorFlow.js' plain JavaScript doesn't start" }
  useKernels(undefined)
  return { description: 'Plain JavaScript: slow, runs everywhere, for comparison', threads: 1 }
}
