import { PixelloomError } from '../../../shared/errors'
import type { Trainer } from '../../optimizers/trainer'
import type { JobContext } from '../context'

export interface TrainingBatch {
  readonly batch: number
  readonly height: number
  readonly width: number
}

/**
 * Says what memory a training will take and how much there is, before it begins: `out-of-memory` where that is
 * not enough, with the largest batch that would do. Silent where either can't be told.
 */
export function checkMemory(
  { host, emit }: Pick<JobContext, 'host' | 'emit'>,
  trainer: Pick<Trainer, 'memoryFor'>,
  { batch, height, width }: TrainingBatch,
): void {
  const free = host.freeMemory?.()
  const needed = trainer.memoryFor(batch, height, width)
  if (free === undefined || needed === undefined) return
  const sentence = `Training needs ${gigabytes(needed)} of memory, and ${gigabytes(free)} are free`
  if (needed <= free) {
    emit({ type: 'note', message: `${sentence}.` })
    return
  }
  let fitting = batch
  while (fitting > 1 && (trainer.memoryFor(fitting, height, width) ?? 0) > free)
    fitting = Math.floor(fitting / 2)
  const fits = (trainer.memoryFor(fitting, height, width) ?? 0) <= free
  const advice = fits
    ? `A batch of ${fitting} fits.`
    : 'Not even a batch of 1 fits: take a smaller model or smaller images.'
  const memory = { needed, free, ...(fits && { fittingBatch: fitting }) }
  throw new PixelloomError('out-of-memory', `${sentence}. ${advice}`, undefined, { memory })
}

function gigabytes(bytes: number): string {
  return bytes < 0.1e9 ? 'less than 0.1 GB' : `${(bytes / 1e9).toFixed(1)} GB`
}
