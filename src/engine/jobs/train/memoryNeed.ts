import { PixelloomError } from '../../../shared/errors'
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
 * not enough, with the largest part of the batch that would do. Silent where either can't be told.
 */
export function checkMemory(
  { emit }: Pick<JobContext, 'emit'>,
  trainer: Pick<Trainer, 'memoryFor'>,
  training: TrainingBatch,
  free: number | undefined,
): void {
  const { batch, microBatch, height, width } = training
  const images = partSize(batch, microBatch)
  const needed = trainer.memoryFor(images, height, width)
  if (needed === undefined) return
  emit({ type: 'memory', needed, images })
  if (free === undefined) return
  const sentence = `Training needs ${gigabytes(needed)} of memory, and ${gigabytes(free)} are free`
  if (needed <= free) {
    emit({ type: 'note', message: `${sentence}.` })
    return
  }
  const fittingBatch = largestFitting(trainer, training, free)
  const advice =
    fittingBatch === undefined
      ? 'Not even one image at a time fits: take a smaller model or smaller images.'
      : `It fits with ${fittingBatch === 1 ? 'one image' : `${fittingBatch} images`} at a time.`
  const memory = { needed, free, ...(fittingBatch !== undefined && { fittingBatch }) }
  throw new PixelloomError('out-of-memory', `${sentence}. ${advice}`, undefined, { memory })
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

/** In words for people. */
export function gigabytes(bytes: number): string {
  return bytes < 0.1e9 ? 'less than 0.1 GB' : `${(bytes / 1e9).toFixed(1)} GB`
}
