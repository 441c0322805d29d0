import type { RuntimeReport } from '../../shared/runtimes'
import { standardBatch, standardModel } from '../../shared/standardModel'
import type { Clock } from '../host'
import { timeTask } from './timing'

/** Seconds for which each of the two is measured; a runtime that takes longer is measured once. */
const seconds = 0.5

/** How long the standard model takes on the runtime that is current. */
export async function timeStandard(
  clock: Clock,
): Promise<Pick<RuntimeReport, 'trainingMilliseconds' | 'drawingMilliseconds'>> {
  const { configuration } = standardModel
  const usual = { configuration, runs: 20, seconds }
  const training = await timeTask({ clock }, { ...usual, what: 'train', batch: standardBatch })
  const drawing = await timeTask({ clock }, { ...usual, what: 'sample', batch: 1 })
  return {
    ...(training && { trainingMilliseconds: training.seconds * 1000 }),
    ...(drawing && { drawingMilliseconds: drawing.seconds * 1000 }),
  }
}
