import { failure } from '../../../shared/errors'
import { note } from '../../../shared/jobEvents'
import { partSize } from '../../optimizers/parts'
import type { Trainer } from '../../optimizers/trainer'
import type { JobContext } from '../context'

export interface TrainingBatch {
  readonly batch: number
  /** The most images that are worked on at once; all where left out. */
  readonly microBatch?: number | undefined
  readonly height: number
  readonly width: number
}

/**
 * Says what memory a training will take and how much there is, before it begins: `out-of-memory` where that is
 * not enough, or more than the runtime's `limit`, with the largest part of the batch that would do. Silent where either
 * can't be told.
 */
export function checkMemory(
  { emit }: Pick<JobContext, 'emit'>,
  trainer: Pick<Trainer, 'memoryFor'>,
  training: TrainingBatch,
  free: number | undefined,
  limit = Infinity,
): void {
  const { batch, microBatch, height, width } = training
  const images = partSize(batch, microBatch)
  const needed = trainer.memoryFor(images, height, width)
  if (needed === undefined) return
  emit({ type: 'memory', needed, images })
  if (free === undefined) return
  if (needed <= free) {
    emit(note('notes.memory', { needed, free }))
    return
  }
  const fitting = largestFitting(trainer, training, free)
  const memory = { needed, free, ...(fitting !== undefined && { fittingBatch: fitting }) }
  const detail = { memory }
  // What is free and can't be reached is of no use, and to close other programs would not help.
  if (free >= limit) {
    throw fitting === undefined
      ? failure('training.memoryReachOfOne', { needed, limit }, undefined, detail)
      : failure('training.memoryReach', { needed, limit, batch: fitting }, undefined, detail)
  }
  throw fitting === undefined
    ? failure('training.memoryOfOne', { needed, free }, undefined, detail)
    : failure('training.memory', { needed, free, batch: fitting }, undefined, detail)
}

/** The most images at a time for which there is memory, of those that a batch is shared out into evenly. */
export function largestFitting(
  trainer: Pick<Trainer, 'memoryFor'>,
  { batch, microBatch, height, width }: TrainingBatch,
  free: number,
): number | undefined {
  const fits = (count: number): boolean => (trainer.memoryFor(count, height, width) ?? Infinity) <= free
  if (!fits(1)) return undefined
  // Memory grows with the images: halving what lies between finds where it ends.
  let [fitting, tooMany] = [1, partSize(batch, microBatch)]
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (fits(middle)) fitting = middle
    else tooMany = middle
  }
  return partSize(batch, fitting)
}
