import { failure } from '../../../shared/errors'
import { note } from '../../../shared/jobEvents'
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
  if (needed <= free) {
    emit(note('notes.memory', { needed, free }))
    return
  }
  let fitting = batch
  while (fitting > 1 && (trainer.memoryFor(fitting, height, width) ?? 0) > free)
    fitting = Math.floor(fitting / 2)
  const fits = (trainer.memoryFor(fitting, height, width) ?? 0) <= free
  if (!fits) throw failure('training.memoryOfOne', { needed, free }, undefined, { memory: { needed, free } })
  const memory = { needed, free, fittingBatch: fitting }
  throw failure('training.memory', { needed, free, batch: fitting }, undefined, { memory })
}
