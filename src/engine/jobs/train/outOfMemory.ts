import { failure, PixelloomError } from '../../../shared/errors'
import type { Trainer } from '../../optimizers/trainer'
import { partSize } from '../../optimizers/parts'
import { largestFitting, type TrainingBatch } from './memoryNeed'

/** What JavaScript, WebAssembly, TensorFlow, CUDA and WebGPU say where memory doesn't do. */
const sayings =
  /out of memory|out_of_memory|outofmemory|could not allocate|allocation failed|failed to allocate|invalid array (buffer )?length|\boom\b|resource.?exhausted/i

/** Whether something was thrown for want of memory, the processor's or a card's. */
export function isOutOfMemory(thrown: unknown): boolean {
  if (thrown instanceof PixelloomError) return thrown.code === 'out-of-memory'
  return thrown instanceof Error && sayings.test(`${thrown.name} ${thrown.message}`)
}

/**
 * What a step that found no memory comes to: what it needs, what is free, and how many images at a time to try next,
 * fewer than it had. Anything else that was thrown stays what it is.
 */
export function explainStep(
  thrown: unknown,
  trainer: Pick<Trainer, 'memoryFor'>,
  training: TrainingBatch,
  free = 0,
): unknown {
  if (!isOutOfMemory(thrown)) return thrown
  const { batch, microBatch, height, width } = training
  const images = partSize(batch, microBatch)
  const needed = trainer.memoryFor(images, height, width) ?? 0
  const half = Math.floor(images / 2)
  const fitting = images > 1 ? Math.min(half, largestFitting(trainer, training, free) ?? half) : undefined
  const fittingBatch = fitting === undefined ? undefined : partSize(batch, fitting)
  // As much is free as it needs, and yet not to be had: in pieces, or held back.
  const isRefused = free > needed
  if (fittingBatch === undefined) {
    const memory = { needed, free }
    const reason = isRefused ? 'training.stepRefusedOfOne' : 'training.stepMemoryOfOne'
    return failure(reason, memory, undefined, { memory, cause: thrown })
  }
  const memory = { needed, free, fittingBatch }
  return failure(
    isRefused ? 'training.stepRefused' : 'training.stepMemory',
    { needed, free, batch: fittingBatch },
    undefined,
    { memory, cause: thrown },
  )
}
