import type { Start } from './start'

/** TensorFlow's own library through tfjs-node: an NVIDIA card, or the processor. */
export const startTensorflow: Start = () =>
  Promise.resolve({ reason: 'TensorFlow on the processor or an NVIDIA card is not in this version' })
