import * as tf from '@tensorflow/tfjs'
import { useKernels } from '../../plans/activeKernels'
import { missing } from '../missing'
import type { Start } from './start'

/** tfjs in plain JavaScript: what every other runtime is compared with. */
export const startCpu: Start = async () => {
  if (!(await tf.setBackend('cpu'))) return missing('runtimes.noJavaScript', {})
  useKernels(undefined)
  return { description: 'Plain JavaScript: slow, runs everywhere, for comparison', threads: 1 }
}
