import type { OptimizerName } from './training'

/** Bytes of a weight on disk. */
const each = 4
/** Arrays as long as the weights that an optimizer keeps. */
const kept: Readonly<Record<OptimizerName, number>> = { rmsprop: 1, adam: 2 }

/** What a training with so many weights writes, in bytes, but for headers: the model, and each checkpoint. */
export function trainingBytes(
  parameters: number,
  { optimizer, average }: { readonly optimizer: OptimizerName; readonly average: number },
): { readonly model: number; readonly checkpoint: number } {
  const arrays = 1 + kept[optimizer] + (average > 0 ? 1 : 0)
  return { model: parameters * each, checkpoint: parameters * each * arrays }
}
